using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace RemoteAssist.Relay.Tests.Doors;

/// <summary>Who gets through which door of the running Relay, however the way to it is written.</summary>
[Collection(House.Doors)]
public sealed class DoorTests(House house)
{
    private static readonly string[] Methods = ["GET", "POST", "PUT"];

    // Headers that make some servers take a request for another one.
    private static readonly (string Name, string Value)[][] Disguises =
    [
        [("X-Original-URL", "/join")], [("X-Rewrite-URL", "/join")], [("X-Forwarded-Prefix", "/join/..")], [("X-HTTP-Method-Override", "OPTIONS")],
        [("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "localhost")], [("X-Forwarded-User", "administrator")],
        [("Authorization", "Basic YWRtaW46YWRtaW4=")], [("Cookie", "remoteassist=")], [("Cookie", "remoteassist=chunks-2; remoteassistC1=x; remoteassistC2=y")],
    ];

    private static string Written => Path.Combine(Repository.Root, "tests", "Relay.Tests", "Doors", "routes.txt");

    [Fact]
    [Trait("Promise", "36")]
    public async Task WhatEachRoleGetsOfEachRouteIsWhatIsWritten()
    {
        using var tried = new Tried(36, "roles and routes that answer as it is written");
        var written = (await File.ReadAllLinesAsync(Written)).Where(line => line.Length > 0 && line[0] != '#').ToList();
        var found = new List<string>();
        foreach (var (pattern, target) in Routes.Of(house.Services))
        {
            foreach (var method in Methods)
            {
                var answers = new List<string>();
                foreach (var who in House.Everybody)
                {
                    using var answer = await house.Ask(method, target, who);
                    answers.Add($"{(int)answer.StatusCode}{(answer.Headers.Location is { } to ? " " + Local(to).Replace(Routes.Nothing, "{id}", StringComparison.Ordinal) : "")}");
                }

                var line = $"{pattern,-40} {method,-5} {string.Join(" ", answers.Select(one => $"{one,-18}"))}".TrimEnd();
                found.Add(line);
                tried.Try(written.Contains(line), $"not written: {line}");
            }
        }

        await File.WriteAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "routes.found.txt"), found);
        foreach (var gone in written.Except(found))
        {
            tried.Try(false, $"written, and not found: {gone}");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "14")]
    public async Task HoweverARouteIsSpeltNobodyGetsMoreThanByItsOwnName()
    {
        using var tried = new Tried(14, "ways to spell a route that open nothing");
        var open = OpenTargets();
        var all =
            from route in Routes.Of(house.Services)
            where !open.Contains(route.Target)
            from trick in PathTricks.Of(route.Target)
            from who in House.Everybody
            select (route.Target, trick.Trick, Spelt: trick.Target, Who: who);
        var list = all.ToList();
        var count = Tried.Count(list.Count, smoke: 800);
        var plain = new Dictionary<(string, string), HttpStatusCode>();
        for (var i = 0; i < count; i++)
        {
            // Fewer than all are spread over all.
            var (target, trick, spelt, who) = list[(int)((long)i * list.Count / count)];
            if (!plain.TryGetValue((target, who), out var own))
            {
                using var first = await house.Ask("GET", target, who);
                plain[(target, who)] = own = first.StatusCode;
            }

            if (own is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            {
                continue; // theirs by its own name: there is nothing to get
            }

            using var answer = await house.Ask("GET", spelt, who);
            tried.Try(IsClosed(answer), $"{who} got {(int)answer.StatusCode} {answer.Headers.Location} for {spelt} ({trick})");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "14")]
    public async Task NoMethodAndNoHeaderOpensWhatIsClosedAndNothingBreaks()
    {
        using var tried = new Tried(14, "methods and headers that open nothing");
        var open = OpenTargets();
        foreach (var (_, target) in Routes.Of(house.Services))
        {
            foreach (var method in new[] { "HEAD", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "GETX" })
            {
                using var answer = await house.Ask(method, target, "anonymous");
                tried.Try(
                    (int)answer.StatusCode < 500 && (open.Contains(target) || answer.StatusCode is HttpStatusCode.Unauthorized),
                    $"{method} {target}: {(int)answer.StatusCode}");
            }

            foreach (var disguise in open.Contains(target) ? [] : Disguises)
            {
                using var answer = await house.Ask("GET", target, "anonymous", disguise);
                tried.Try(answer.StatusCode is HttpStatusCode.Unauthorized, $"{disguise[0]} {target}: {(int)answer.StatusCode}");
            }
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "14")]
    public async Task WhatDoesNotExistAsksForSignInToo()
    {
        using var tried = new Tried(14, "ways to what is not there");
        foreach (var target in new[] { "/nothing", "/api", "/admin", "/.git/config", "/appsettings.json", "/relay.db", "/data/relay.db", "/swagger", "/metrics", "/assets/nothing.css", "/assets" })
        {
            foreach (var (trick, spelt) in PathTricks.Of(target).Where((_, at) => at % 3 == 0).Prepend(("plain", target)))
            {
                using var answer = await house.Ask("GET", spelt, "anonymous");
                tried.Try(IsClosed(answer), $"{(int)answer.StatusCode} for {spelt} ({trick})");
            }
        }

        tried.MustHold();
    }

    // The routes that say themselves that they are open, and only those of them that are on the Relay's own list: else it had not started.
    private HashSet<string> OpenTargets()
    {
        var patterns = house.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(route => "/" + route.RoutePattern.RawText!.Trim('/'))
            .ToHashSet(StringComparer.Ordinal);
        return [.. Routes.Of(house.Services).Where(route => patterns.Contains(route.Pattern)).Select(route => route.Target)];
    }

    // A way that leads back to an open door has opened nothing: such answers are those of that door, and say so by going there.
    private static bool IsClosed(HttpResponseMessage answer) => answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized
            or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
        || (answer.StatusCode is HttpStatusCode.Redirect && Local(answer.Headers.Location!) is var to
            && (to == "/join" || to.StartsWith("/sign-in", StringComparison.Ordinal)));

    private static string Local(Uri location) => location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString;
}
