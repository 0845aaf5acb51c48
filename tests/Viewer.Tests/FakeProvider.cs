using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Viewer.Tests;

/// <summary>Single sign-on in memory: what is asked for is remembered, what comes of it is set by the test.</summary>
internal sealed class FakeProvider : ISingleSignOn
{
    public string? Provider { get; set; }

    public MyAnswer Answer { get; set; }

    public List<string> Done { get; } = [];

    public Task<(MyAnswer Answer, string? Ticket)> AllowLink(string password, CancellationToken cancel)
    {
        Done.Add("link with " + password);
        return Task.FromResult<(MyAnswer, string?)>((Answer, Answer is MyAnswer.Done ? "a+ticket&more" : null));
    }

    public Task<MyAnswer> Unlink(string password, CancellationToken cancel)
    {
        Done.Add("unlink with " + password);
        return Task.FromResult(Answer);
    }
}
