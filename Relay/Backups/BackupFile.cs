using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using RemoteAssist.Relay.Storage;

namespace RemoteAssist.Relay.Backups;

/// <summary>
/// A backup: a zip with <c>manifest.json</c>, <c>relay.db</c> and <c>keys/…</c>. The manifest says of each other file how long it
/// is and its SHA-256; a file that it does not name, or whose name is none that a Relay keeps, makes the whole backup unusable.
/// </summary>
internal static partial class BackupFile
{
    private const string ManifestName = "manifest.json";
    private const string DatabaseName = "relay.db";

    // A manifest names the database and some keys; whoever sends a longer one does not get it read into memory.
    private const int LargestManifest = 1 << 20;

    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Packs a copy of a data folder.</summary>
    /// <param name="folder">With <c>relay.db</c> and <c>keys/</c>, which nobody else writes to.</param>
    /// <param name="to">Where the zip goes; it is as private as the folder.</param>
    /// <param name="log">What the log in the copy was found to be.</param>
    /// <param name="now">The time of the backup.</param>
    public static async Task Pack(string folder, Stream to, BackupLog log, DateTimeOffset now)
    {
        string[] names = [DatabaseName, .. Directory.EnumerateFiles(Path.Combine(folder, "keys")).Select(file => $"keys/{Path.GetFileName(file)}").Order(StringComparer.Ordinal)];
        var files = new List<BackedUpFile>();
        await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, null);
        foreach (var name in names)
        {
            await using var from = File.OpenRead(Path.Combine(folder, name));
            files.Add(new BackedUpFile(name, from.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(from))));
            from.Position = 0;
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync();
            await from.CopyToAsync(entry);
        }

        await using var manifest = await zip.CreateEntry(ManifestName).OpenAsync();
        await JsonSerializer.SerializeAsync(manifest, new BackupManifest(BackupManifest.Newest, now, Audit.RelayLife.Version, log, files), Camel);
    }

    /// <summary>Unpacks a backup into an empty folder, each file with the length and the hash that the manifest says.</summary>
    /// <exception cref="StorageException">It is no backup, is a newer Relay's, or was changed or cut off; the message says which part.</exception>
    public static async Task<BackupManifest> Unpack(Stream from, string folder)
    {
        try
        {
            await using var zip = await ZipArchive.CreateAsync(from, ZipArchiveMode.Read, leaveOpen: true, null);
            var manifest = await ReadManifest(zip);
            RefuseStrangers(zip, manifest);
            foreach (var file in manifest.Files)
            {
                await Unpack(zip, file, Path.Combine(folder, file.Path));
            }

            return manifest;
        }
        catch (InvalidDataException broken)
        {
            throw new StorageException($"It is not a backup, or not whole: {broken.Message}", broken);
        }
    }

    private static async Task<BackupManifest> ReadManifest(ZipArchive zip)
    {
        var entry = zip.GetEntry(ManifestName);
        if (entry is null || entry.Length > LargestManifest)
        {
            throw new StorageException($"It is not a backup of a Relay: {ManifestName} {(entry is null ? "is not in it" : "is too long")}.");
        }

        BackupManifest? manifest;
        try
        {
            await using var json = await entry.OpenAsync();
            manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(json, Camel);
        }
        catch (JsonException odd)
        {
            throw new StorageException($"It is not a backup of a Relay: {ManifestName} cannot be read. {odd.Message}", odd);
        }

        if (manifest is null or { Files: null } or { Log: null })
        {
            throw new StorageException($"It is not a backup of a Relay: {ManifestName} says too little.");
        }

        return manifest.Format == BackupManifest.Newest
            ? manifest
            : throw new StorageException($"It is a backup of format {manifest.Format}; this Relay knows format {BackupManifest.Newest}.");
    }

    private static void RefuseStrangers(ZipArchive zip, BackupManifest manifest)
    {
        var odd = manifest.Files.Find(file => file.Path != DatabaseName && !KeyName().IsMatch(file.Path ?? ""));
        if (odd is not null)
        {
            throw new StorageException($"It names \"{odd.Path}\", which is no file of a Relay's.");
        }

        string[] said = [.. manifest.Files.Select(file => file.Path).Append(ManifestName).Order(StringComparer.Ordinal)];
        if (!said.Contains(DatabaseName) || !said.SequenceEqual(zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal), StringComparer.Ordinal))
        {
            throw new StorageException("What is in it is not what its manifest names: it was changed.");
        }
    }

    private static async Task Unpack(ZipArchive zip, BackedUpFile file, string to)
    {
        var entry = zip.GetEntry(file.Path)!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var write = new FileStream(to, PrivateFile.Options(FileMode.CreateNew));
        await using var from = await entry.OpenAsync();
        var buffer = new byte[1 << 16];
        for (int read; (read = await from.ReadAsync(buffer)) > 0 && write.Length <= file.Size;)
        {
            hash.AppendData(buffer, 0, read);
            await write.WriteAsync(buffer.AsMemory(0, read));
        }

        if (write.Length != file.Size || Convert.ToHexStringLower(hash.GetHashAndReset()) != file.Sha256)
        {
            throw new StorageException($"{file.Path} is not as it was backed up: it was changed or damaged.");
        }

        write.Flush(flushToDisk: true);
    }

    // What the framework and the Relay call their keys.
    [GeneratedRegex(@"^keys/[A-Za-z0-9][A-Za-z0-9-]{0,99}\.(xml|pem)\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex KeyName();
}
