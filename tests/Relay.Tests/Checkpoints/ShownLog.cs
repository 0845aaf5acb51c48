using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Tests.Checkpoints;

/// <summary>A Relay as a witness sees it, that shows whatever it is told to, signed by its real key.</summary>
internal sealed class ShownLog : HttpMessageHandler
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>How many entries it shows.</summary>
    public int Size { get; set; }

    /// <summary>From which entry on, counted from 0, it shows others than the first time.</summary>
    public int ForkedAt { get; set; } = int.MaxValue;

    /// <summary>From which entry on the tree of which it takes its proofs is another.</summary>
    public int ProofForkedAt { get; set; } = int.MaxValue;

    public string Origin { get; set; } = "remoteassist/log/some";

    /// <summary>The key that it signs with now; its own at first.</summary>
    public ECDsa? Signer { get; set; }

    /// <summary>What it says of how the signer came to be its key.</summary>
    public IReadOnlyList<KeySuccession> History { get; set; } = [];

    /// <summary>What it answers instead, if anything.</summary>
    public HttpResponseMessage? Instead { get; set; }

    /// <summary>The checkpoints that were handed over.</summary>
    public List<string> Handed { get; } = [];

    public ECDsa Own => key;

    /// <summary>The root of the first entries, as the latest word has them.</summary>
    public static byte[] Root(int size, int forkedAt)
    {
        var frontier = new MerkleFrontier();
        for (var at = 0; at < size; at++)
        {
            frontier.Append(Leaf(at, forkedAt));
        }

        return frontier.Root();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Instead is { } instead)
        {
            return instead;
        }

        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
        switch (request.RequestUri.AbsolutePath)
        {
            case "/log/checkpoint":
                var checkpoint = new Checkpoint(Origin, Size, Root(Size, ForkedAt));
                return Text(new SignedNote(checkpoint.ToBody(), [CheckpointSignature.Sign(Signer ?? key, checkpoint)]).Write());
            case "/log/keys":
                return Json(new { publicKey = (Signer ?? key).ExportSubjectPublicKeyInfo(), history = History.Select(one => new { one.Before, one.After, one.Signature }) });
            case "/log/consistency":
                return Json(new { hashes = Proof(int.Parse(query["from"]!), int.Parse(query["to"]!)) });
            default:
                Handed.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
                return new HttpResponseMessage(HttpStatusCode.NoContent);
        }
    }

    protected override void Dispose(bool disposing)
    {
        key.Dispose();
        base.Dispose(disposing);
    }

    private IReadOnlyList<byte[]> Proof(int from, int to)
    {
        var nodes = new Dictionary<(int, long), byte[]>();
        var frontier = new MerkleFrontier();
        for (var at = 0; at < to; at++)
        {
            frontier.Append(Leaf(at, ProofForkedAt), (level, index, hash) => nodes[(level, index)] = hash);
        }

        return MerkleProofs.Consistency(from, to, (level, index) => nodes[(level, index)]);
    }

    private static byte[] Leaf(int at, int forkedAt) => MerkleHash.Leaf(Encoding.ASCII.GetBytes(at < forkedAt ? $"{at}" : $"other {at}"));

    private static HttpResponseMessage Text(string text) => new(HttpStatusCode.OK) { Content = new StringContent(text) };

    private static HttpResponseMessage Json<T>(T value) => new(HttpStatusCode.OK) { Content = JsonContent.Create(value) };
}
