namespace RemoteAssist.Relay.Storage;

/// <summary>What is stored cannot be used. The message is one sentence for the person who starts the Relay.</summary>
public sealed class StorageException(string message, Exception? inner = null) : Exception(message, inner);
