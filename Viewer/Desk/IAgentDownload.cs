namespace RemoteAssist.Viewer.Desk;

/// <summary>The Agent for customers to download. The Relay implements it.</summary>
public interface IAgentDownload
{
    /// <summary>The Agent that knows this Relay; null where the Relay has none to give.</summary>
    /// <param name="relay">The Relay's address, as the customer opened it.</param>
    AgentPackage? For(Uri relay);
}

/// <summary>One file to download.</summary>
/// <param name="Path">Where, on this Relay.</param>
/// <param name="FileName">What it is called.</param>
/// <param name="Program">What is called the program inside.</param>
/// <param name="Bytes">How large it is.</param>
/// <param name="Sha256">Its SHA-256, lower-case hex.</param>
public sealed record AgentPackage(string Path, string FileName, string Program, long Bytes, string Sha256);
