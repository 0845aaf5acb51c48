namespace RemoteAssist.Viewer.Desk;

/// <summary>The evidence of a session as one file, for auditors. The Relay implements it.</summary>
public interface IBundleDesk
{
    /// <summary>Makes the file, with an entry in the log first.</summary>
    /// <param name="session">The session.</param>
    /// <param name="recording">Whether the sealed recording goes along, where there is one that has ended.</param>
    /// <param name="cancel">Gives up; the entry may be there already.</param>
    /// <returns>Null where there is no such session, or no checkpoint of its entries yet: one is made within a minute.</returns>
    /// <exception cref="UnauthorizedAccessException">Nobody is signed in, or no auditor.</exception>
    Task<ExportedBundle?> Export(Guid session, bool recording, CancellationToken cancel);
}

/// <summary>A bundle to be kept.</summary>
/// <param name="FileName">What to call it.</param>
/// <param name="Bytes">All of it.</param>
public sealed record ExportedBundle(string FileName, byte[] Bytes);
