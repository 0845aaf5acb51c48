namespace RemoteAssist.Shared.Transfers;

/// <summary>What a piece of a clipboard is. The numbers go on the wire.</summary>
public enum ClipboardFormat : byte
{
    /// <summary>UTF-8.</summary>
    Text = 1,

    /// <summary>HTML, UTF-8.</summary>
    Html = 2,

    /// <summary>An image, PNG.</summary>
    Png = 3,
}

/// <summary>One piece of a clipboard: the same thing in one of its formats.</summary>
/// <param name="Format">Which.</param>
/// <param name="Size">Its bytes; they follow as chunks, those of all pieces one behind the other.</param>
public readonly record struct ClipboardPiece(ClipboardFormat Format, long Size);
