using System.Buffers.Binary;
using System.Globalization;

namespace RemoteAssist.Tests.Support;

/// <summary>One place where a canary was found.</summary>
/// <param name="Form">Which form of it.</param>
/// <param name="Place">The file, the region of memory, or the connection.</param>
/// <param name="At">How far into it.</param>
public sealed record CanaryHit(string Form, string Place, long At);

/// <summary>What a search found.</summary>
/// <param name="Hits">The first hundred.</param>
/// <param name="Count">All of them.</param>
/// <param name="Places">Files, regions or connections that were read.</param>
/// <param name="Bytes">Bytes that were read.</param>
/// <param name="Unread">What could not be read, and why; a search that means "none" has to look at this too.</param>
public sealed record CanaryFinds(IReadOnlyList<CanaryHit> Hits, long Count, int Places, long Bytes, IReadOnlyList<string> Unread)
{
    public override string ToString()
    {
        var hits = string.Join(", ", Hits.Take(5).Select(hit => $"{hit.Form} in {hit.Place} at {hit.At}"));
        return $"{Count} hits in {Bytes / 1048576.0:0.0} MiB of {Places} places{(hits.Length > 0 ? ": " : "")}{hits}"
            + (Unread.Count > 0 ? $"; {Unread.Count} not read, as {Unread[0]}" : "");
    }
}

/// <summary>
/// Looks for canaries in a running program's memory, on disk and in what passed a wire, byte by byte; a value that is
/// split over two reads is found as well. Every search for nothing needs one beside it that must hit.
/// </summary>
public sealed class CanarySearch
{
    private const int Piece = 1 << 20;
    private const int MostHits = 100;

    private readonly bool[] begins = new bool[1 << 16]; // the first two bytes of any canary: passes few places on
    private readonly Dictionary<ulong, List<Canary>> canaries = [];
    private readonly int longest;

    /// <summary>Prepares the search for all of these at once.</summary>
    public CanarySearch(IEnumerable<Canary> canaries)
    {
        foreach (var canary in canaries)
        {
            if (canary.Bytes.Length < Canary.Shortest)
            {
                throw new ArgumentException($"{canary.Form} has {canary.Bytes.Length} bytes: too few to mean anything.", nameof(canaries));
            }

            begins[BinaryPrimitives.ReadUInt16LittleEndian(canary.Bytes)] = true;
            var start = BinaryPrimitives.ReadUInt64LittleEndian(canary.Bytes);
            if (!this.canaries.TryGetValue(start, out var alike))
            {
                this.canaries[start] = alike = [];
            }

            alike.Add(canary);
            longest = Math.Max(longest, canary.Bytes.Length);
        }
    }

    /// <summary>
    /// Every readable region of a running process, its own and shared ones. Freeze the process meanwhile
    /// (<see cref="ChildProcess.Freeze"/>): a collector that moves things could carry one past the search.
    /// </summary>
    /// <exception cref="InvalidOperationException">Nothing could be read: not ours, or gone.</exception>
    public CanaryFinds InMemoryOf(int process)
    {
        var found = new Findings(this);
        using var memory = File.OpenHandle($"/proc/{process}/mem");
        foreach (var line in File.ReadAllLines($"/proc/{process}/maps"))
        {
            // 7f00-7f10 rw-p 00000000 00:00 0    name; the kernel's own pages can be mapped but not read
            var fields = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
            var name = fields.Length > 5 ? fields[5].Trim() : "anonymous";
            if (fields[1][0] != 'r' || name.StartsWith("[v", StringComparison.Ordinal))
            {
                continue;
            }

            var ends = fields[0].Split('-').Select(end => long.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            found.Read($"{fields[0]} {name}", ends[1] - ends[0], (at, buffer) => RandomAccess.Read(memory, buffer, ends[0] + at));
        }

        return found.Bytes > 0 ? found.End() : throw new InvalidOperationException($"Nothing of process {process} could be read.");
    }

    /// <summary>Every file in a folder and below it: databases with their write-ahead logs, logs, keys, whatever is there.</summary>
    public CanaryFinds InFolder(string folder)
    {
        var found = new Findings(this);
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            found.ReadFile(path);
        }

        return found.End();
    }

    /// <summary>Bytes that are at hand.</summary>
    public CanaryFinds InBytes(string place, ReadOnlyMemory<byte> bytes)
    {
        var found = new Findings(this);
        found.Read(place, bytes);
        return found.End();
    }

    /// <summary>
    /// Both directions of every connection that was recorded: as the bytes were on the wire, and what WebSocket messages
    /// say once the mask that clients put over them is off.
    /// </summary>
    /// <exception cref="InvalidOperationException">The recording is not whole: it reached its limit.</exception>
    public CanaryFinds OnWire(WireRecording recording)
    {
        if (!recording.IsWhole)
        {
            throw new InvalidOperationException("The recording reached its limit: what came later was not kept.");
        }

        var found = new Findings(this);
        foreach (var path in recording.Files)
        {
            found.ReadFile(path);
            if (WireRecording.Messages(File.ReadAllBytes(path)) is { } messages)
            {
                found.Read($"{path}, unmasked", messages);
            }
        }

        return found.End();
    }

    private void Look(ReadOnlySpan<byte> bytes, int from, Action<Canary, int> found)
    {
        for (var i = from; i <= bytes.Length - Canary.Shortest; i++)
        {
            if (!begins[bytes[i] | (bytes[i + 1] << 8)]
                || !canaries.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes[i..]), out var candidates))
            {
                continue;
            }

            foreach (var canary in candidates)
            {
                if (bytes[i..].StartsWith(canary.Bytes))
                {
                    found(canary, i);
                }
            }
        }
    }

    /// <summary>What one search has found so far.</summary>
    private sealed class Findings(CanarySearch search)
    {
        private readonly List<CanaryHit> hits = [];
        private readonly List<string> unread = [];
        private readonly byte[] buffer = new byte[Piece + search.longest];
        private long count;
        private int places;

        public long Bytes { get; private set; }

        public CanaryFinds End() => new(hits, count, places, Bytes, unread);

        public void ReadFile(string path)
        {
            try
            {
                using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                Read(path, long.MaxValue, (at, target) => RandomAccess.Read(file, target, at));
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                unread.Add($"{path}: {gone.Message}");
            }
        }

        public void Read(string place, ReadOnlyMemory<byte> bytes) => Read(place, bytes.Length, (at, target) =>
        {
            var length = (int)Math.Min(target.Length, bytes.Length - at);
            bytes.Span.Slice((int)at, length).CopyTo(target);
            return length;
        });

        /// <summary>Reads a place piece by piece; the end of each piece stands before the next, so nothing is torn.</summary>
        public void Read(string place, long length, ReadAt read)
        {
            places++;
            var kept = 0;
            for (long at = 0; at < length;)
            {
                int got;
                try
                {
                    got = read(at, buffer.AsSpan(kept, (int)Math.Min(Piece, length - at)));
                }
                catch (IOException fault)
                {
                    unread.Add($"{place}: {fault.Message}");
                    return;
                }

                if (got == 0)
                {
                    return;
                }

                var start = at - kept;
                var whole = buffer.AsSpan(0, kept + got);

                // What ended inside the kept bytes was found with the piece before.
                var before = kept;
                search.Look(whole, 0, (canary, i) =>
                {
                    if (i + canary.Bytes.Length > before)
                    {
                        Add(canary, place, start + i);
                    }
                });
                at += got;
                Bytes += got;
                kept = Math.Min(whole.Length, search.longest - 1);
                whole[^kept..].CopyTo(buffer);
            }
        }

        private void Add(Canary canary, string place, long at)
        {
            count++;
            if (hits.Count < MostHits)
            {
                hits.Add(new CanaryHit(canary.Form, place, at));
            }
        }
    }

    private delegate int ReadAt(long at, Span<byte> target);
}
