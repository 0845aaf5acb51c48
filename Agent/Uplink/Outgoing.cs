namespace RemoteAssist.Agent.Uplink;

/// <summary>One thing in the queue to the Relay.</summary>
/// <param name="Bytes">The envelope; or a content key wrapped for the auditors.</param>
/// <param name="IsRecordKey">Whether it is such a key: nothing behind it leaves before the Relay keeps it.</param>
internal readonly record struct Outgoing(byte[] Bytes, bool IsRecordKey = false);
