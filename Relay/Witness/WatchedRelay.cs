using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using RemoteAssist.Shared.Sealing;

namespace RemoteAssist.Relay.Witness;

/// <summary>What the Relay cannot be asked at this moment: no word about its log.</summary>
internal sealed class UnreachableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Asks a Relay about its log, as <c>Shared/Audit/FORMAT.md</c> lays down. It judges nothing.</summary>
internal sealed class WatchedRelay(HttpClient http, WitnessKey key, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Camel = new(JsonSerializerDefaults.Web);

    /// <summary>The latest checkpoint, as bytes; null where there is none yet.</summary>
    /// <exception cref="UnreachableException">There was no answer.</exception>
    public async Task<byte[]?> Checkpoint(CancellationToken cancel)
    {
        using var answer = await Ask(HttpMethod.Get, "log/checkpoint", null, cancel);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await (await Good(answer, cancel)).ReadAsByteArrayAsync(cancel);
    }

    /// <summary>The Relay's signing key, and how it came to be that one.</summary>
    /// <exception cref="UnreachableException">There was no answer.</exception>
    public async Task<(byte[] PublicKey, IReadOnlyList<KeySuccession> History)> Keys(CancellationToken cancel)
    {
        using var answer = await Ask(HttpMethod.Get, "log/keys", null, cancel);
        return await Read<KeysAnswer>(answer, cancel) is { PublicKey: { } known, History: { } history } ? (known, history)
            : throw new UnreachableException("The Relay does not say which key it signs with.");
    }

    /// <summary>The proof that one tree continues another; null where the Relay says that it has no such trees.</summary>
    /// <exception cref="UnreachableException">There was no answer.</exception>
    public async Task<IReadOnlyList<byte[]>?> Consistency(long from, long to, CancellationToken cancel)
    {
        using var answer = await Ask(HttpMethod.Get, FormattableString.Invariant($"log/consistency?from={from}&to={to}"), null, cancel);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : (await Read<ProofAnswer>(answer, cancel))?.Hashes ?? [];
    }

    /// <summary>Hands a cosigned checkpoint over.</summary>
    /// <returns>False where the Relay says that it has no such checkpoint.</returns>
    /// <exception cref="UnreachableException">There was no answer.</exception>
    public async Task<bool> HandOver(string note, CancellationToken cancel)
    {
        using var answer = await Ask(HttpMethod.Post, "log/cosignatures", new StringContent(note, Encoding.UTF8, "text/plain"), cancel);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        await Good(answer, cancel);
        return true;
    }

    private async Task<HttpResponseMessage> Ask(HttpMethod method, string target, HttpContent? content, CancellationToken cancel)
    {
        var address = new Uri(http.BaseAddress!, target);
        using var request = new HttpRequestMessage(method, address) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue(
            WitnessRequest.Scheme, key.SignRequest(method.Method, address.PathAndQuery, clock.GetUtcNow()));
        try
        {
            return await http.SendAsync(request, cancel);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new UnreachableException($"The Relay does not answer: {failure.Message}", failure);
        }
    }

    private static async Task<HttpContent> Good(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new UnreachableException("The Relay does not know this witness, or the two clocks are more than five minutes apart. Start it with the key of this witness in Relay:Witnesses.");
        }

        if (!answer.IsSuccessStatusCode)
        {
            var says = await answer.Content.ReadAsStringAsync(cancel);
            throw new UnreachableException($"The Relay answers {(int)answer.StatusCode}. {says[..Math.Min(says.Length, 200)].Trim()}");
        }

        return answer.Content;
    }

    private static async Task<T?> Read<T>(HttpResponseMessage answer, CancellationToken cancel)
        where T : class
    {
        var content = await Good(answer, cancel);
        try
        {
            return await content.ReadFromJsonAsync<T>(Camel, cancel);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record KeysAnswer(byte[]? PublicKey, IReadOnlyList<KeySuccession>? History);

    private sealed record ProofAnswer(IReadOnlyList<byte[]>? Hashes);
}
