using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Sealing;

/// <summary>
/// One message of an exchange, in both halves. All begin with <c>u8 kind, u8 layout version (1)</c>; what follows
/// stands beside each. SEALING.md has the same in prose.
/// </summary>
internal abstract record ExchangeMessage
{
    private const byte LayoutVersion = 1;
    private const int HeadSize = 2;
    private const int HashSize = 32;

    private ExchangeMessage()
    {
    }

    /// <summary>Agent: <c>1, 1; 32 commitment, 65 share, hello</c>.</summary>
    public sealed record AgentShare(byte[] Commitment, byte[] Share, Hello Hello) : ExchangeMessage
    {
        /// <summary>Everything in it but the share.</summary>
        public byte[] Data => [1, LayoutVersion, .. Commitment, .. Hello.ToBytes()];
    }

    /// <summary>Viewer: <c>2, 1; 65 share, hello</c>. Sending it spends a try.</summary>
    public sealed record ViewerShare(byte[] Share, Hello Hello) : ExchangeMessage
    {
        /// <summary>Everything in it but the share.</summary>
        public byte[] Data => [2, LayoutVersion, .. Hello.ToBytes()];
    }

    /// <summary>Agent: <c>3, 1; 32 opening, 32 tag</c>.</summary>
    public sealed record AgentConfirm(byte[] Opening, byte[] Tag) : ExchangeMessage;

    /// <summary>Viewer: <c>4, 1; 32 tag</c>.</summary>
    public sealed record ViewerConfirm(byte[] Tag) : ExchangeMessage;

    /// <summary>Either: <c>5, 1; u8 fault</c>.</summary>
    public sealed record Refuse(ExchangeFault Fault) : ExchangeMessage;

    /// <summary>Agent: <c>17, 1; 65 share, u8 count (1 to 8), count × 16 name of a resumption secret, hello</c>.</summary>
    public sealed record AgentResume(byte[] Share, byte[] Names, Hello Hello) : ExchangeMessage
    {
        /// <summary>Most names in one message: more viewers than that cannot be gone at once.</summary>
        public const int MaxNames = 8;

        /// <summary>Everything in it but the share.</summary>
        public byte[] Data => [17, LayoutVersion, (byte)(Names.Length / ResumptionSecret.NameSize), .. Names, .. Hello.ToBytes()];
    }

    /// <summary>Viewer: <c>18, 1; 65 share, 16 name, 32 tag, hello</c>.</summary>
    public sealed record ViewerResume(byte[] Share, byte[] Name, byte[] Tag, Hello Hello) : ExchangeMessage
    {
        /// <summary>Everything in it but share and tag.</summary>
        public byte[] Data => [18, LayoutVersion, .. Name, .. Hello.ToBytes()];
    }

    /// <summary>Agent: <c>19, 1; 32 tag</c>.</summary>
    public sealed record AgentResumed(byte[] Tag) : ExchangeMessage;

    /// <summary>The message as bytes.</summary>
    public byte[] ToBytes() => this switch
    {
        AgentShare m => [1, LayoutVersion, .. m.Commitment, .. m.Share, .. m.Hello.ToBytes()],
        ViewerShare m => [2, LayoutVersion, .. m.Share, .. m.Hello.ToBytes()],
        AgentConfirm m => [3, LayoutVersion, .. m.Opening, .. m.Tag],
        ViewerConfirm m => [4, LayoutVersion, .. m.Tag],
        Refuse m => [5, LayoutVersion, (byte)m.Fault],
        AgentResume m =>
            [17, LayoutVersion, .. m.Share, (byte)(m.Names.Length / ResumptionSecret.NameSize), .. m.Names, .. m.Hello.ToBytes()],
        ViewerResume m => [18, LayoutVersion, .. m.Share, .. m.Name, .. m.Tag, .. m.Hello.ToBytes()],
        AgentResumed m => [19, LayoutVersion, .. m.Tag],
        _ => throw new InvalidOperationException($"No bytes are defined for {GetType().Name}."),
    };

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">As received.</param>
    /// <param name="fault">Malformed or OtherVersion, where the answer is null.</param>
    public static ExchangeMessage? Read(ReadOnlySpan<byte> bytes, out ExchangeFault fault)
    {
        fault = bytes.Length >= HeadSize && bytes[1] != LayoutVersion ? ExchangeFault.OtherVersion : ExchangeFault.Malformed;
        if (bytes.Length < HeadSize || bytes[1] != LayoutVersion)
        {
            return null;
        }

        var rest = new Reader(bytes[HeadSize..]);
        return bytes[0] switch
        {
            1 when rest.Has(HashSize + P256Point.Size) => ReadAgentShare(ref rest),
            2 when rest.Has(P256Point.Size) => ReadViewerShare(ref rest),
            3 when rest.Is(2 * HashSize) => new AgentConfirm(rest.Take(HashSize), rest.Take(HashSize)),
            4 when rest.Is(HashSize) => new ViewerConfirm(rest.Take(HashSize)),
            5 when rest.Is(1) && Enum.IsDefined((ExchangeFault)bytes[HeadSize]) => new Refuse((ExchangeFault)bytes[HeadSize]),
            17 when rest.Has(P256Point.Size + 1) => ReadAgentResume(ref rest),
            18 when rest.Has(P256Point.Size + ResumptionSecret.NameSize + HashSize) => ReadViewerResume(ref rest),
            19 when rest.Is(HashSize) => new AgentResumed(rest.Take(HashSize)),
            _ => null,
        };
    }

    private static AgentShare? ReadAgentShare(ref Reader rest)
    {
        var commitment = rest.Take(HashSize);
        var share = rest.Take(P256Point.Size);
        return rest.Hello() is { } hello ? new AgentShare(commitment, share, hello) : null;
    }

    private static ViewerShare? ReadViewerShare(ref Reader rest)
    {
        var share = rest.Take(P256Point.Size);
        return rest.Hello() is { } hello ? new ViewerShare(share, hello) : null;
    }

    private static AgentResume? ReadAgentResume(ref Reader rest)
    {
        var share = rest.Take(P256Point.Size);
        var count = rest.Take(1)[0];
        if (count is 0 or > AgentResume.MaxNames || !rest.Has(count * ResumptionSecret.NameSize))
        {
            return null;
        }

        var names = rest.Take(count * ResumptionSecret.NameSize);
        return rest.Hello() is { } hello ? new AgentResume(share, names, hello) : null;
    }

    private static ViewerResume? ReadViewerResume(ref Reader rest)
    {
        var share = rest.Take(P256Point.Size);
        var name = rest.Take(ResumptionSecret.NameSize);
        var tag = rest.Take(HashSize);
        return rest.Hello() is { } hello ? new ViewerResume(share, name, tag, hello) : null;
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public readonly bool Has(int count) => _rest.Length >= count;

        public readonly bool Is(int count) => _rest.Length == count;

        public byte[] Take(int count)
        {
            var taken = _rest[..count].ToArray();
            _rest = _rest[count..];
            return taken;
        }

        /// <summary>The hello fills what is left, or it is none.</summary>
        public readonly Hello? Hello() => Wire.Hello.Read(_rest);
    }
}
