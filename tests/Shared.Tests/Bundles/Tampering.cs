using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Bundles;
using RemoteAssist.Shared.Tests.Sealing;

namespace RemoteAssist.Shared.Tests.Bundles;

/// <summary>Does to the written bundle what a row of tests/Vectors/bundle-tampers.json says, step by step; tests/Canvas.Tests/verify has its twin.</summary>
internal sealed class Tampering
{
    private readonly List<BundlePart> parts = [.. BundleContainer.Read(SomeBundle.Written).Parts.Select(part => new BundlePart(part.Name, part.Bytes))];
    private byte[]? file;

    public static byte[] Of(JsonNode row)
    {
        var work = new Tampering();
        foreach (var step in row["steps"]!.AsArray())
        {
            work.Do([.. step!.AsArray().Select(word => word!.ToString())]);
        }

        return work.file ?? BundleContainer.Write(work.parts);
    }

    private byte[] File => file ??= BundleContainer.Write(parts);

    private void Do(string[] step)
    {
        switch (step)
        {
            case ["cut", var bytes]:
                file = int.Parse(bytes) is >= 0 and var kept ? File[..kept] : File[..(File.Length + int.Parse(bytes))];
                break;
            case ["append", var text]:
                file = [.. File, .. Encoding.UTF8.GetBytes(text)];
                break;
            case ["replace", var part, var from, var to]:
                var old = Text(part);
                old.Should().Contain(from);
                Write(part, old[..old.IndexOf(from, StringComparison.Ordinal)] + to + old[(old.IndexOf(from, StringComparison.Ordinal) + from.Length)..]);
                break;
            case ["write", var part, var what]:
                Write(part, SomeBundle.Vector[what]?.GetValue<string>() ?? what);
                break;
            case ["removeLine", var at]:
                Lines(lines => lines.RemoveAt(int.Parse(at)));
                break;
            case ["swapLines", var one, var other]:
                Lines(lines => (lines[int.Parse(one)], lines[int.Parse(other)]) = (lines[int.Parse(other)], lines[int.Parse(one)]));
                break;
            case ["copyLine", var from, var to]:
                Lines(lines => lines.Insert(int.Parse(to), lines[int.Parse(from)]));
                break;
            case ["remove", var part]:
                parts.RemoveAt(At(part));
                break;
            case ["insert", var name, var to]:
                parts.Insert(int.Parse(to), new BundlePart(name, "{}"u8.ToArray()));
                break;
            case ["move", var part, var to]:
                var moved = parts[At(part)];
                parts.Remove(moved);
                parts.Insert(int.Parse(to), moved);
                break;
            case ["rename", var part, var name]:
                parts[At(part)] = parts[At(part)] with { Name = name };
                break;
            case ["dropSignature", var at]:
                var note = SignedNote.Read(parts[At(BundleParts.Checkpoint)].Bytes.Span)!;
                Write(BundleParts.Checkpoint, (note with { Signatures = [.. note.Signatures.Where((_, index) => index != int.Parse(at))] }).Write());
                break;
            case ["note", .. var signers]:
                var body = SignedNote.Read(parts[At(BundleParts.Checkpoint)].Bytes.Span)!.Body;
                Write(BundleParts.Checkpoint, new SignedNote(body, [.. signers.Select(signer => Signature(body, signer))]).Write());
                break;
            case ["key", var who]:
                var origin = Manifest().Key.Name;
                Put(Manifest() with { Key = new NoteKey(origin, NoteKeyKind.Log, SomeBundle.Vector[$"{who}Public"]!.GetValue<string>().FromBase64()) });
                break;
            case ["rehash"]:
                Put(Manifest() with
                {
                    Parts = [.. Manifest().Parts.Select(part => new BundlePartFact(
                        part.Name, parts[At(part.Name)].Bytes.Length, Vectors.Hex(SHA256.HashData(parts[At(part.Name)].Bytes.Span))))],
                });
                break;
            case ["sign", var who]:
                Sign(who);
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to {string.Join(' ', step)}.");
        }
    }

    private void Sign(string who)
    {
        using var key = Key(who);
        var written = parts[At(BundleParts.Manifest)].Bytes.Span;
        var name = JsonNode.Parse(written)!["key"]!.GetValue<string>().Split('+')[0];
        var id = new NoteKey(name, NoteKeyKind.Bundle, key.ExportSubjectPublicKeyInfo()).KeyId;
        var signature = key.SignData([.. "remoteassist/bundle/p256/v1\n"u8, .. written], HashAlgorithmName.SHA256);
        Write(BundleParts.Signature, SignedNote.Line(new NoteSignature(name, id, signature)));
    }

    // Under the witness's name and the id of its key, by somebody who has not its key.
    private static NoteSignature Signature(byte[] body, string signer)
    {
        using var key = Key(signer == "falseWitness" ? "stranger" : signer);
        var witness = SomeBundle.Known.Witnesses[0];
        return signer == "falseWitness"
            ? Cosignature.Sign(key, witness.Name, body, Audit.Some.Time) with { KeyId = witness.KeyId }
            : CheckpointSignature.Sign(key, Checkpoint.Read(body)!);
    }

    private static ECDsa Key(string who)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(SomeBundle.Vector[who]!.GetValue<string>().FromBase64(), out _);
        return key;
    }

    private BundleManifest Manifest() => BundleManifest.Read(parts[At(BundleParts.Manifest)].Bytes.Span)!;

    private void Put(BundleManifest manifest) => Write(BundleParts.Manifest, Encoding.UTF8.GetString(manifest.ToBytes()));

    private void Lines(Action<List<string>> change)
    {
        var lines = Text(BundleParts.Entries).Split('\n')[..^1].ToList();
        change(lines);
        Write(BundleParts.Entries, string.Concat(lines.Select(line => line + "\n")));
    }

    private string Text(string part) => Encoding.UTF8.GetString(parts[At(part)].Bytes.Span);

    private void Write(string part, string text) => parts[At(part)] = new BundlePart(part, Encoding.UTF8.GetBytes(text));

    private int At(string part) => parts.FindIndex(one => one.Name == part);
}

internal static class Base64Text
{
    public static byte[] FromBase64(this string text) => Convert.FromBase64String(text);
}
