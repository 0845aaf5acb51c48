using System.Text;
using RemoteAssist.Relay.Storage;
using Serilog.Sinks.File;

namespace RemoteAssist.Relay.Hosting;

/// <summary>What is said in logs is for the Relay's owner.</summary>
internal sealed class PrivateLogs : FileLifecycleHooks
{
    public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
    {
        PrivateFile.Close(path);
        return underlyingStream;
    }
}
