using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Fuzz.Targets;

/// <summary>Receipts that an Agent sends, and files of which somebody says that they are receipts.</summary>
internal static class ReceiptTargets
{
    public static IReadOnlyList<Target> List { get; } =
    [
        new Target("receipt", ["SignedReceipt.Read"], () => [Seed().ToJson()], () => Receipt)
        {
            Share = 0.02, MayAllocate = 2 * 1024 * 1024, MayAllocatePerByte = 512,
        },
        new Target(
            "receipt-file",
            ["ReceiptFile.Read"],
            () => [Encoding.UTF8.GetBytes(ReceiptPage.Of([Seed()], "en")), Encoding.UTF8.GetBytes(ReceiptPage.Of([Seed()], "zh-Hans")), Seed().ToJson()],
            () => input => ReceiptFile.Read(input, out var fault) is not null == fault is null
                ? fault is null
                : throw new BrokenPromiseException("There is a fault, and a file."))
        {
            Share = 0.02, MayAllocate = 4 * 1024 * 1024, MayAllocatePerByte = 512,
        },
    ];

    private static bool Receipt(ReadOnlySpan<byte> input)
    {
        if (SignedReceipt.Read(input, out var fault) is not { } read)
        {
            return fault is null ? throw new BrokenPromiseException("It is refused without a name.") : false;
        }

        return read.ToJson().AsSpan().SequenceEqual(input) ? true : throw new BrokenPromiseException("A receipt is not itself.");
    }

    // The form alone: nobody has signed it, and reading does not ask.
    private static SignedReceipt Seed()
    {
        var key = Vectors.Hex(Vectors.Read("sealing.json")["statement"]!["publicKey"]!);
        byte[] signature = [.. Enumerable.Range(1, 64).Select(i => (byte)i)];
        var at = DateTimeOffset.FromUnixTimeMilliseconds(1_779_000_000_123);
        var receipt = new Receipt(
            Guid.Parse("3cfe05ea-0f2b-4d0c-9d7e-6a1a2f0e8b11"), 1, Shared.Receipts.Receipt.NoPrevious, OfColleague: false,
            Guid.Parse("6f6b1c86-6d7c-4d0c-9a2b-0d6a4d9f9c11"), SHA256.HashData("exchange"u8), key, key, "20931", "李雷", "Helpful Ltd", Controller.Unknown,
            [Scope.View, Scope.Recording], at, at.AddHours(1), 480, "zh-Hans", ["Helpful Ltd 的 李雷", "工单 20931", "允许"], [new ReceiptAuditor("Ann", "12ab")]);
        return new SignedReceipt(receipt, signature, new Countersignature(17, at, signature));
    }
}
