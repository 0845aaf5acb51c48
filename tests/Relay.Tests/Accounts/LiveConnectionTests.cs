using System.Diagnostics;
using Microsoft.AspNetCore.SignalR.Client;

namespace RemoteAssist.Relay.Tests.Accounts;

/// <summary>What is open when an account loses it: asked of the real Relay, by browsers and connections from outside.</summary>
[Collection(RunningOffice.Name)]
public sealed class LiveConnectionTests(RunningOffice office)
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(5);

    private readonly RelayProcess relay = office.Relay;
    private readonly Browser administrator = office.Administrator;

    [Theory]
    [Trait("Promise", "34")]
    [InlineData("Disable", "Disabled", "disabled your account")]
    [InlineData("Roles", "RolesChanged", "changed what your account may do")]
    [InlineData("Invite", "Reset", "reset your account")]
    public async Task WhoeverLosesTheAccountLosesEveryOpenConnectionWithinFiveSeconds(string handler, string why, string said)
    {
        using var tried = new Tried(34, $"live connections when an account is hit by {why}");
        var rounds = Tried.Count(50, smoke: 2);
        for (var round = 0; round < rounds; round++)
        {
            using var technician = new Browser(relay.Address);
            await technician.Accept(await administrator.Invite($"{handler}{round}@nordlicht.example", "Technician"));
            var open = new List<(HubConnection Connection, TaskCompletionSource Closed)>();
            for (var one = 0; one < 4; one++)
            {
                open.Add(await office.Connect(technician));
            }

            var others = await office.Connect(administrator);
            var person = await PersonPage($"{handler}{round}@nordlicht.example");
            var began = Stopwatch.GetTimestamp();
            await administrator.Submit(person, handler == "Roles" ? [("Roles", "Auditor")] : [], $"{person}?handler={handler}");
            await Task.WhenAny(Task.WhenAll(open.Select(one => one.Closed.Task)), Task.Delay(Promised));
            var took = Stopwatch.GetElapsedTime(began);
            foreach (var (connection, closed) in open)
            {
                tried.Try(closed.Task.IsCompleted && took <= Promised, $"after {took.TotalSeconds:0.0} s a connection was still open");
                await connection.DisposeAsync();
            }

            others.Closed.Task.IsCompleted.Should().BeFalse("nothing happened to the administrator");
            await others.Connection.DisposeAsync();
            var page = await technician.Open("/cases");
            page.Path.Should().StartWith("/sign-in?").And.EndWith($"ended={why}");
            page.Html.Should().Contain(said);
        }

        tried.MustHold();
    }

    [Fact]
    public async Task AConnectionThatComesWithADeadCookieIsNotLetIn()
    {
        using var technician = new Browser(relay.Address);
        await technician.Accept(await administrator.Invite("late@nordlicht.example", "Technician"));
        var person = await PersonPage("late@nordlicht.example");
        await administrator.Submit(person, [], $"{person}?handler=Disable");
        var connect = () => office.Connect(technician);
        (await connect.Should().ThrowAsync<Exception>()).Which.Message.Should().Contain("401");

        (await technician.SignIn("late@nordlicht.example")).Html.Should().NotContain("sign-out", "the account is disabled");
    }

    [Fact]
    public async Task SigningOutClosesTheConnectionsOfThatBrowserOnly()
    {
        using var technician = new Browser(relay.Address);
        await technician.Accept(await administrator.Invite("two@nordlicht.example", "Technician"));
        var here = await office.Connect(technician);
        var cookie = technician.Cookie;
        await technician.SignIn("two@nordlicht.example");
        var there = await office.Connect(technician);
        await technician.Submit("/cases/new", [], "/sign-out");
        await there.Closed.Task.WaitAsync(Promised);
        here.Closed.Task.IsCompleted.Should().BeFalse("{0} is another sign-in", cookie[..10]);
        await here.Connection.DisposeAsync();
        await there.Connection.DisposeAsync();
    }

    private async Task<string> PersonPage(string email)
    {
        var list = (await administrator.Open("/people")).Html;
        var row = list[..list.IndexOf(email, StringComparison.OrdinalIgnoreCase)];
        var at = row.LastIndexOf("data-person=\"", StringComparison.Ordinal) + "data-person=\"".Length;
        return $"/people/{row.Substring(at, 36)}";
    }
}
