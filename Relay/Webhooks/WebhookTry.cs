using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Webhooks;

/// <summary>What came of a try; no trouble where the receiver took it.</summary>
internal sealed record TryOutcome(WebhookTrouble? Trouble, int? Status = null);

/// <summary>Sends one event once.</summary>
internal sealed class WebhookTry(TargetClients clients, WebhookSecrets secrets, TimeProvider clock)
{
    public const string EventHeader = "RemoteAssist-Event";

    public const string TimestampHeader = "RemoteAssist-Timestamp";

    public const string SignatureHeader = "RemoteAssist-Signature";

    /// <summary>For the connection and the answer's beginning together.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(10);

    /// <summary>Sends it. Whatever goes wrong at the receiver's end or on the way is the outcome.</summary>
    /// <exception cref="OperationCanceledException">The Relay goes down.</exception>
    public async Task<TryOutcome> Send(WebhookRow webhook, StepTold step, CancellationToken stop)
    {
        if (Request(webhook, step) is not { } request)
        {
            return new TryOutcome(WebhookTrouble.Unreadable);
        }

        using var limit = new CancellationTokenSource(Within, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
        try
        {
            using (request)
            using (var answer = await clients.For(webhook.Inside).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token))
            {
                var status = (int)answer.StatusCode;
                return status switch
                {
                    >= 200 and < 300 => new TryOutcome(null, status),
                    >= 300 and < 400 => new TryOutcome(WebhookTrouble.Redirect, status),
                    _ => new TryOutcome(WebhookTrouble.Status, status),
                };
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new TryOutcome(WebhookTrouble.TimedOut);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return new TryOutcome(Trouble(failure));
        }
    }

    private static WebhookTrouble Trouble(Exception failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
        {
            if (one is TargetRefusedException)
            {
                return WebhookTrouble.AddressRefused;
            }
        }

        return failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } ? WebhookTrouble.NotTrusted : WebhookTrouble.NotReached;
    }

    private HttpRequestMessage? Request(WebhookRow webhook, StepTold step)
    {
        var body = StepStory.Body(step);
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        string signature;
        try
        {
            signature = secrets.Sign(webhook, timestamp, body);
        }
        catch (Exception lost) when (lost is CryptographicException or FormatException)
        {
            return null;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(webhook.Url)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("RemoteAssist", RelayLife.Version));
        request.Headers.Add(EventHeader, step.Id);
        request.Headers.Add(TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(SignatureHeader, $"v1={signature}");
        return request;
    }
}
