using System.Buffers.Binary;
using RemoteAssist.Relay.Recordings;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Relay.Tests.Recordings;

public sealed class RecordingCheckTests
{
    private const int Chunks = 8;

    private static readonly RecordingHeader Header =
        new(new Guid("0198a1b2-c3d4-7e5f-8091-a2b3c4d5e6f7"), HubContract.ProtocolVersion, new DateTimeOffset(2026, 11, 23, 10, 4, 12, TimeSpan.Zero));

    private static readonly Dictionary<uint, string> NoLog = [];

    // Arbitrary, but the same in each run.
    private readonly Random chance = new(20931);

    [Fact]
    [Trait("Promise", "31")]
    public void AChangedByteIsFoundAndItsChunkNamed()
    {
        using var tried = new Tried(31, "bytes of a recording that were changed");
        var (file, log) = SomeRecording.Of(Header, Chunks);
        var logged = log.ToDictionary(chunk => chunk.Number, chunk => chunk.Hash);
        for (var i = 0; i < Tried.Count(50_000); i++)
        {
            var at = chance.Next(file.Length);
            var changed = file.ToArray();
            changed[at] ^= (byte)(1 << chance.Next(8));
            using var stream = new MemoryStream(changed);
            var finding = RecordingCheck.Of(stream, i % 2 == 0 ? logged : NoLog);
            tried.Try(finding.Fault is { } fault && fault.Chunk == ChunkAt(log, at), $"byte {at} of {file.Length}: {finding.Fault}");
        }

        tried.MustHold();
    }

    [Fact]
    public void ARecordingThatIsAsItWasWrittenHasNoFault()
    {
        var (file, log) = SomeRecording.Of(Header, Chunks);
        using var stream = new MemoryStream(file);
        var finding = RecordingCheck.Of(stream, log.ToDictionary(chunk => chunk.Number, chunk => chunk.Hash));

        finding.Should().BeEquivalentTo(new RecordingFinding(null, Header, Chunks, Chunks, 7000, [], "sessionOver"));
        RecordingCheck.Heads(stream).Should().Equal(log.Select(chunk => chunk.Hash));
        LoggedChunk.ReadList(LoggedChunk.Write(log)).Should().Equal(log);
    }

    [Fact]
    public void OneThatWasWrittenAnewIsNotTheOneThatTheLogHas()
    {
        var (_, log) = SomeRecording.Of(Header, Chunks);
        var (other, _) = SomeRecording.Of(Header, Chunks);
        using var stream = new MemoryStream(other);

        RecordingCheck.Of(stream, log.ToDictionary(chunk => chunk.Number, chunk => chunk.Hash)).Fault
            .Should().Be(new RecordingFault(RecordingDamage.NotAsLogged, 0));
    }

    [Fact]
    public void OneWhoseEndWasCutOffLacksWhatTheLogHas()
    {
        var (file, log) = SomeRecording.Of(Header, Chunks);
        var shorter = file.Length - log[^1].Bytes - RecordingChunk.HeadSize;
        using var stream = new MemoryStream(file, 0, shorter);

        RecordingCheck.Of(stream, log.ToDictionary(chunk => chunk.Number, chunk => chunk.Hash)).Fault
            .Should().Be(new RecordingFault(RecordingDamage.Missing, Chunks - 1));
    }

    [Theory]
    [InlineData(0, RecordingDamage.Header)]
    [InlineData(RecordingHeader.Size - 1, RecordingDamage.Header)]
    [InlineData(RecordingHeader.Size + 1, RecordingDamage.Cut)]
    [InlineData(RecordingHeader.Size + RecordingChunk.HeadSize + 1, RecordingDamage.Cut)]
    public void OneThatEndsTooSoonSaysSo(int length, RecordingDamage damage)
    {
        var (file, _) = SomeRecording.Of(Header, 1);
        using var stream = new MemoryStream(file, 0, length);
        RecordingCheck.Of(stream, NoLog).Fault!.Damage.Should().Be(damage);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(RecordingChunk.MostBytes + 1u)]
    [InlineData(uint.MaxValue)]
    public void ALengthThatNoChunkHasIsNotAllocated(uint length)
    {
        var (file, _) = SomeRecording.Of(Header, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(RecordingHeader.Size), length);
        using var stream = new MemoryStream(file);
        RecordingCheck.Of(stream, NoLog).Fault.Should().Be(new RecordingFault(RecordingDamage.Length, 0));
        RecordingCheck.Heads(stream).Should().BeEmpty();
    }

    [Fact]
    public void RecordsThatNoRelayWritesAreNotRead()
    {
        byte[] mark = [4, 1, 0, 0, 0, 1, 0, 0, 0, (byte)'x'];
        RecordingRecord.Read(mark, notBefore: 1).Should().ContainSingle();
        RecordingRecord.Read(mark, notBefore: 2).Should().BeNull("time does not go back");
        RecordingRecord.Read(mark.AsMemory(0, 9), 0).Should().BeNull("its text is not there");
        RecordingRecord.Read(ReadOnlyMemory<byte>.Empty, 0).Should().BeNull("there is none");
        RecordingRecord.Read((byte[])[.. mark, 0], 0).Should().BeNull("something is left");
        RecordingRecord.Read((byte[])[4, 1, 0, 0, 0, 1, 0, 0, 0, 0xff], 0).Should().BeNull("it is no text");
        RecordingRecord.Read((byte[])[2, 1, 0, 0, 0, 1, 0, 0, 0, 1], 0).Should().BeNull("it is no envelope");
        RecordingRecord.Read((byte[])[1, 1, 0, 0, 0, 1, 0, 0, 0, 1], 0).Should().BeNull("it is no wrapped key");
        RecordingRecord.Read((byte[])[200, 1, 0, 0, 0, 1, 0, 0, 0, 1], 0).Should().ContainSingle("a later version may know it");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("1:2:3:4:5")]
    [InlineData("1:zz9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a:3:4:5")]
    [InlineData("-1:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08:3:4:5")]
    public void AListOfChunksThatIsNoneIsNotRead(string written) => LoggedChunk.ReadList(written).Should().BeNull();

    [Fact]
    public async Task TheCommandComparesAFileWithTheLogOfTheDataFolder()
    {
        using var folder = new TemporaryFolder();
        string file;
        await using (var studio = new Studio(folder.Path, new ManualClock()))
        {
            file = studio.Folder.FileOf(await studio.Recorded());
        }

        Verify(file, folder.Path).Should().Be((0, "1 chunks, none changed, each as the log says; no gap. It ended: sessionOver."));
        using var elsewhere = new TemporaryFolder();
        var (code, said) = Verify(file, elsewhere.Path);
        code.Should().Be(2);
        said.Should().Contain("no log of this session");

        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        Verify(file, folder.Path).Should().Be((1, "Chunk 0 (the first) is not as it was written: its bytes do not have its hash."));
        Verify(Path.Combine(folder.Path, "none"), folder.Path).Code.Should().Be(2);
    }

    private static (int Code, string Said) Verify(string file, string data)
    {
        using var output = new StringWriter();
        var code = VerifyRecordingCommand.Run(file, data, output, output);
        return (code, output.ToString().Trim());
    }

    private static uint? ChunkAt(List<LoggedChunk> log, int at)
    {
        var end = RecordingHeader.Size;
        if (at < end)
        {
            return null;
        }

        foreach (var chunk in log)
        {
            end += RecordingChunk.HeadSize + chunk.Bytes;
            if (at < end)
            {
                return chunk.Number;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(at));
    }
}
