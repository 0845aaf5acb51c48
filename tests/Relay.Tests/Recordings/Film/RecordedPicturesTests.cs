using System.Security.Cryptography;
using System.Text.Json;
using RemoteAssist.Relay.Recordings.Film;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Recordings;

namespace RemoteAssist.Relay.Tests.Recordings.Film;

public sealed class RecordedPicturesTests
{
    [Fact]
    public void EveryPictureIsTheOneThatWasSentUnderBothKeys()
    {
        using var auditor = new Auditor();
        using var screen = FilmedScreen.Short(auditor);
        using var key = KeyFile.Read(System.Text.Encoding.UTF8.GetBytes(auditor.File()))!.Open(Auditor.Passphrase)!;
        using var photos = new JpegDecoder();
        using var pictures = new RecordedPictures(FilmedScreen.Header, key, photos);
        var seen = 0;
        foreach (var record in Records(screen.ToBytes()))
        {
            pictures.Take(record);
            if (pictures.Shown > seen)
            {
                pictures.Picture!.Pixels.Should().Equal(screen.Sent[seen++].Pixels.Select((value, i) => i % 4 == 3 ? pictures.Picture.Pixels[i] : value));
            }
        }

        seen.Should().Be(screen.Sent.Count);
        (pictures.KeysMet, pictures.KeysOpened, pictures.Failed).Should().Be((2, 2, 0));
        pictures.LastGap.Should().Be(2000);
        pictures.Nothing.Should().Be((6000u, Unseen.Off));
    }

    // Made by the browser's code: its key file, its sealing, every kind of section, a photograph too.
    [Fact]
    public void WhatTheBrowserMadeIsOpenedAndDecodedToTheSamePictures()
    {
        using var made = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "tests", "Vectors", "playback.json")));
        var file = made.RootElement.GetProperty("file").GetBytesFromBase64();
        var keyFile = KeyFile.Read(System.Text.Encoding.UTF8.GetBytes(made.RootElement.GetProperty("keyFile").GetRawText()))!;
        keyFile.Open("wrong horse battery").Should().BeNull();
        using var key = keyFile.Open(made.RootElement.GetProperty("passphrase").GetString()!)!;
        using var photos = new JpegDecoder();
        using var pictures = new RecordedPictures(RecordingHeader.Read(file.AsSpan(0, RecordingHeader.Size))!, key, photos);
        var expected = new Queue<JsonElement>(made.RootElement.GetProperty("pictures").EnumerateArray());
        var seen = 0;
        foreach (var record in Records(file))
        {
            pictures.Take(record);
            if (pictures.Shown > seen)
            {
                seen = pictures.Shown;
                var picture = expected.Dequeue();
                record.At.Should().Be(picture.GetProperty("at").GetUInt32());
                Hash(pictures.Picture!).Should().Be(picture.GetProperty("sha256").GetString(), "picture {0}", seen);
            }
        }

        expected.Should().BeEmpty();
        pictures.Differed.Should().Be(1, "one of them says another hash than it has");
    }

    [Fact]
    public void ForAnotherAuditorNothingIsOpened()
    {
        using var auditor = new Auditor();
        using var other = new Auditor();
        using var screen = FilmedScreen.Short(auditor);
        using var key = KeyFile.Read(System.Text.Encoding.UTF8.GetBytes(other.File()))!.Open(Auditor.Passphrase)!;
        using var photos = new JpegDecoder();
        using var pictures = new RecordedPictures(FilmedScreen.Header, key, photos);
        Records(screen.ToBytes()).ForEach(pictures.Take);

        pictures.Picture.Should().BeNull();
        (pictures.KeysMet, pictures.KeysOpened, pictures.Failed).Should().Be((2, 0, 4));
    }

    private static List<RecordingRecord> Records(byte[] file)
    {
        using var stream = new MemoryStream(file);
        var reader = new RecordingReader(stream);
        var records = new List<RecordingRecord>();
        while (reader.Next() is { } chunk)
        {
            records.AddRange(chunk.Records);
        }

        reader.Fault.Should().BeNull();
        return records;
    }

    private static string Hash(Frame picture)
    {
        var rgba = new byte[picture.Pixels.Length];
        for (var i = 0; i < rgba.Length; i += Frame.BytesPerPixel)
        {
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = (picture.Pixels[i + 2], picture.Pixels[i + 1], picture.Pixels[i], 255);
        }

        return Convert.ToHexStringLower(SHA256.HashData(rgba));
    }
}
