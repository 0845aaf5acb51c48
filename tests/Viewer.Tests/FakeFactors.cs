using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The second factor in memory: what is typed is remembered, what comes of it is set by the test.</summary>
internal sealed class FakeFactors : IFactorDesk
{
    public static readonly FactorOffer Offered = new(
        "sealed", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "otpauth://totp/RemoteAssist:mei%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=RemoteAssist");

    public SecondStep Step { get; set; }

    public SignInResult Answer { get; set; }

    public List<string> Typed { get; } = [];

    public Task<SecondStep> Next(CancellationToken cancel) => Task.FromResult(Step);

    public Task<FactorOffer?> Offer(string? again, CancellationToken cancel) =>
        Task.FromResult<FactorOffer?>(Step is SecondStep.MakeFactor ? Offered : null);

    public Task<NewFactor> Take(string offer, string code, CancellationToken cancel)
    {
        Typed.Add($"{offer}:{code}");
        return Task.FromResult(new NewFactor(
            Answer, Answer is SignInResult.SignedIn ? [.. Enumerable.Range(0, 10).Select(at => $"7K2M-QX9T-0HVC-4NR{at}")] : []));
    }

    public Task<SignInResult> Code(string code, CancellationToken cancel)
    {
        Typed.Add(code);
        return Task.FromResult(Answer);
    }

    public string? PasskeyOptions { get; set; }

    public Task<string?> AskPasskey(CancellationToken cancel) => Task.FromResult(PasskeyOptions);

    public Task<SignInResult> Passkey(string credential, CancellationToken cancel)
    {
        Typed.Add("passkey " + credential);
        return Task.FromResult(Answer);
    }

    public Task<SignInResult> RecoveryCode(string code, CancellationToken cancel)
    {
        Typed.Add("recovery " + code);
        return Task.FromResult(Answer);
    }
}
