using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Shared.Tests.Wire;

/// <summary>Input that is no hub message, and a word of the reason that it must get.</summary>
internal static class Malformed
{
    private static readonly byte[] Head = [0x96, 0x01, 0x80, 0xc0, 0xa3, .. "Add"u8]; // [1, {}, nil, "Add" …

    private static readonly Dictionary<string, (byte[] Bytes, string Reason)> All = new(StringComparer.Ordinal)
    {
        ["a length that never ends"] = ([0xff, 0xff, 0xff, 0xff, 0xff, 0x01], "longer than 5 bytes"),
        ["a length of zero"] = ([0x00], "claims 0"),
        ["a length beyond the limit"] = (Length(HubContract.MaxMessageBytes + 1), $"1 to {HubContract.MaxMessageBytes}"),
        ["the greatest length"] = ([0xff, 0xff, 0xff, 0xff, 0x7f], "claims"),
        ["no array"] = (Framed(0x06), "must be of the kind Array"),
        ["an empty array"] = (Framed(0x90), "has 1 fields"),
        ["the byte that never occurs"] = (Framed(0xc1), "0xc1"),
        ["two values"] = (Framed(0x91, 0x06, 0x91, 0x06), "something follows"),
        ["a type that is a text"] = (Framed(0x91, 0xa1, 0x36), "message type"),
        ["a type that is too large"] = (Framed(0x91, 0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff), "too large"),
        ["an array that claims more than there is"] = (Framed(0x9f, 0x06), "are left"),
        ["an array that claims four billion"] = (Framed(0xdd, 0xff, 0xff, 0xff, 0xff), "are left"),
        ["a map that claims four billion"] = (Framed(0x92, 0x06, 0xdf, 0xff, 0xff, 0xff, 0xff), "are left"),
        ["a text that claims two billion"] = (Framed(0x92, 0x06, 0xdb, 0x7f, 0xff, 0xff, 0xff), "are left"),
        ["bytes that claim two billion"] = (Framed([.. Head, 0x91, 0xc6, 0x7f, 0xff, 0xff, 0xff, 0x90]), "are left"),
        ["an extension that claims two billion"] = (Framed([.. Head, 0x91, 0xc9, 0x7f, 0xff, 0xff, 0xff, 0xff, 0x90]), "are left"),
        ["a number that is cut off"] = (Framed(0x91, 0xcd, 0x00), "ends within"),
        ["a value that is nested too deep"] = (Framed([.. Head, .. Enumerable.Repeat((byte)0x91, 100_000), 0xc0, 0x90]), "32 deep"),
        ["a text that is not UTF-8"] = (Framed([0x96, 0x01, 0x80, 0xc0, 0xa1, 0xff, 0x90, 0x90]), "UTF-8"),
        ["a call with too few fields"] = (Framed(0x94, 0x01, 0x80, 0xc0, 0xa0), "has 5 fields"),
        ["a call without a target"] = (Framed(0x96, 0x01, 0x80, 0xc0, 0xa0, 0x90, 0x90), "target"),
        ["a target that is a number"] = (Framed(0x96, 0x01, 0x80, 0xc0, 0x07, 0x90, 0x90), "target"),
        ["headers that are a list"] = (Framed(0x96, 0x01, 0x90, 0xc0, 0xa1, 0x41, 0x90, 0x90), "headers"),
        ["a header that is a number"] = (Framed(0x93, 0x05, 0x81, 0xa1, 0x61, 0x07, 0xa1, 0x31), "header"),
        ["a header that is there twice"] = (Framed(0x93, 0x05, 0x82, 0xa1, 0x61, 0xa0, 0xa1, 0x61, 0xa0, 0xa1, 0x31), "twice"),
        ["too many headers"] = (Framed([0x93, 0x05, 0xde, 0, 65, .. Enumerable.Repeat((byte)0xa0, 130), 0xa1, 0x31]), "names 65"),
        ["too many streams"] = (Framed([0x96, 0x01, 0x80, 0xc0, 0xa7, .. "Nothing"u8, 0x90, 0xdc, 0, 65, .. Enumerable.Repeat((byte)0x31, 65)]), "names 65"),
        ["a call that streams without an id"] = (Framed(0x96, 0x04, 0x80, 0xc0, 0xa1, 0x41, 0x90, 0x90), "needs an id"),
        ["streams that are no list"] = (Framed([0x96, 0x01, 0x80, 0xc0, 0xa7, .. "Nothing"u8, 0x90, 0x07]), "list of streams"),
        ["an item without an id"] = (Framed(0x94, 0x02, 0x80, 0xc0, 0x01), "id"),
        ["an empty id"] = (Framed(0x93, 0x05, 0x80, 0xa0), "empty"),
        ["an end of an unknown kind"] = (Framed(0x94, 0x03, 0x80, 0xa1, 0x31, 0x09), "kind of result"),
        ["an end that lacks its result"] = (Framed(0x94, 0x03, 0x80, 0xa1, 0x31, 0x03), "has 5 fields"),
        ["an end whose error is no text"] = (Framed(0x95, 0x03, 0x80, 0xa1, 0x31, 0x01, 0xc0), "error"),
        ["a good-bye with a number for a mark"] = (Framed(0x93, 0x07, 0xc0, 0x01), "mark"),
        ["an acknowledgement of nothing"] = (Framed(0x91, 0x08), "has 2 fields"),
        ["a JSON message"] = ([.. "{\"type\":6}\u001e"u8, .. new byte[200]], "something follows"),
    };

    public static TheoryData<string> Names() => [.. All.Keys];

    public static (byte[] Bytes, string Reason) Named(string name) => All[name];

    /// <summary>A message with its length before it.</summary>
    public static byte[] Framed(params byte[] message) => [.. Length(message.Length), .. message];

    private static byte[] Length(int length)
    {
        var bytes = new List<byte>();
        for (; length > 0x7f; length >>= 7)
        {
            bytes.Add((byte)(length | 0x80));
        }

        return [.. bytes, (byte)length];
    }
}
