using RemoteAssist.Shared.Transfers;

namespace RemoteAssist.Agent.Transfers;

/// <summary>One piece of a clipboard, whole.</summary>
internal sealed record ClipboardContent(ClipboardFormat Format, byte[] Bytes);

/// <summary>The desktop's clipboard, watched for as long as this is not disposed of. What it is set to here is not told as a copy.</summary>
internal interface IClipboard : IDisposable
{
    /// <summary>Becomes what is pasted, until something else is copied or this is disposed of. From any thread; returns at once.</summary>
    void Set(IReadOnlyList<ClipboardContent> pieces);
}

/// <summary>Hears of the desktop's clipboard. From any thread.</summary>
internal interface IClipboardEvents
{
    /// <summary>Asked before anything that was copied is read.</summary>
    bool MayRead { get; }

    /// <summary>The customer has copied something; formats rise, and none is larger than is ever taken.</summary>
    void Copied(IReadOnlyList<ClipboardContent> pieces);
}
