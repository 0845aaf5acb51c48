using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RemoteAssist.Relay.Accounts;
using RemoteAssist.Relay.Api;
using RemoteAssist.Relay.Storage;
using RemoteAssist.Relay.Tests.Doors;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Viewer.Desk;

namespace RemoteAssist.Relay.Tests.Api;

/// <summary>What a key, stolen or not, is good for: its scopes, as long as it works, and nothing else.</summary>
[Collection(ApiHouse.Name)]
public sealed class KeyScopeTests(ApiHouse house)
{
    [Fact]
    [Trait("Promise", "35")]
    public async Task AKeyOpensTheEndpointsOfItsScopesAndNoOther()
    {
        using var tried = new Tried(35, "keys at endpoints of the API");
        var others = new Dictionary<ApiScope, string>();
        foreach (var scope in Enum.GetValues<ApiScope>())
        {
            others[scope] = await house.Make([.. Enum.GetValues<ApiScope>().Where(one => one != scope)]);
        }

        house.Endpoints.Should().HaveCountGreaterThan(8);
        foreach (var (method, pattern, target, needed) in house.Endpoints)
        {
            var body = method is "POST" or "PUT" ? "{}" : null;
            foreach (var (scope, key) in house.Keys)
            {
                var answer = await house.With(key, method, target, body);
                tried.Try(scope == needed ? answer.Status is 200 or 400 or 404 : IsOutOfScope(answer, needed), $"{scope} at {method} {pattern}: {answer.Status}");
            }

            tried.Try(IsOutOfScope(await house.With(others[needed], method, target, body), needed), $"all but {needed} at {method} {pattern}");
            tried.Try((await house.Ask(method, target)).Status == 401, $"nobody at {method} {pattern}");
            tried.Try((await house.Ask(method, target, null, ("Cookie", house.Cookie))).Status == 401, $"a cookie at {method} {pattern}");
        }

        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "35")]
    public async Task AKeyWithEveryScopeGetsNoMoreThanNobodyAnywhereElse()
    {
        using var tried = new Tried(35, "keys at doors that are not the API's");
        var before = await State();
        foreach (var (pattern, target) in Routes.Of(house.Services).Where(route => !route.Pattern.StartsWith(ApiAnswers.Path, StringComparison.Ordinal)))
        {
            foreach (var method in new[] { "GET", "POST" })
            {
                var (nobody, program) = (await house.Ask(method, target), await house.With(null, method, target));
                tried.Try((nobody.Status, nobody.Location) == (program.Status, program.Location), $"{method} {pattern}: {program.Status} {program.Location}");
            }
        }

        tried.Try(await State() == before, "a key changed a password, a role, a sign-in or a session");
        tried.MustHold();
    }

    [Fact]
    [Trait("Promise", "35")]
    public async Task WhatIsNoKeyOrNoLongerOneGetsNothing()
    {
        using var tried = new Tried(35, "keys that are none, or none any more");
        var (expired, revoked) = (await house.Make(ApiScope.CasesRead), await house.Make(ApiScope.CasesRead));
        await house.Read(db => db.ApiKeys.Where(row => row.Mark == Mark(expired))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Expires, DateTimeOffset.UtcNow.AddSeconds(-1))));
        var id = await house.Read(db => db.ApiKeys.Where(row => row.Mark == Mark(revoked)).Select(row => row.Id).SingleAsync());
        (await house.With(revoked, "GET", "/api/v1/cases")).Status.Should().Be(200);
        (await house.Desk(desk => desk.Revoke(id, CancellationToken.None))).Should().BeTrue();
        (await house.Desk(desk => desk.Revoke(id, CancellationToken.None))).Should().BeFalse("it was");

        var good = house.Keys[ApiScope.CasesRead];
        var swapped = good[..^43] + house.Every[^43..];
        string?[] headers =
        [
            null, "", "Bearer", "Bearer ", "Bearer x", "Bearer ra_", $"Basic {good}", good, $"Bearer {good} {good}", $"Bearer {good}, Bearer {good}", $"Bearer {good}x",
            $"Bearer {good[..^1]}", $"Bearer {good[..^1]}{(good[^1] == 'A' ? 'Q' : 'A')}", $"Bearer {good.ToUpperInvariant()}", $"Bearer {swapped}",
            $"Bearer ra_{Mark(good)}_{new string('A', 43)}", $"Bearer ra_00000000_{good[^43..]}", $"Bearer {new string('x', 4000)}", $"Bearer {expired}", $"Bearer {revoked}",
        ];
        foreach (var header in headers)
        {
            var answer = header is null ? await house.Ask("GET", "/api/v1/cases") : await house.Ask("GET", "/api/v1/cases", null, ("Authorization", header));
            tried.Try(
                answer is { Status: 401, Explains: true } && answer.Challenge.Single() is { Scheme: "Bearer" } challenge
                && (string.IsNullOrEmpty(header) || challenge.Parameter!.Contains("error=\"invalid_token\"", StringComparison.Ordinal)),
                $"{header}: {answer.Status} {answer.Text}");
        }

        foreach (var target in new[] { $"/api/v1/cases?access_token={good}", $"/api/v1/cases?key={good}", "/api/v1/nothing", "/api/v1", "/api/v1/openapi.json", "/API/V1/cases/" })
        {
            tried.Try((await house.Ask("GET", target, null, ("Cookie", house.Cookie), ("X-Api-Key", good))).Status == 401, target);
        }

        tried.MustHold();
        (await house.With(expired, "GET", "/api/v1/cases"))["detail"].Should().StartWith("The key has expired.");
        var last = (await house.LogSince(await house.Newest() - 1)).Single();
        (last.Action, last.Actor, last.Outcome, last.Detail["status"]).Should().Be((AuditActions.ApiKeyUsed, ActorKind.Program, AuditOutcome.Refused, "401"));
    }

    [Fact]
    [Trait("Promise", "35")]
    public async Task AKeyIsGoodForNothingWhileItsMakerIsDisabledOrNoAdministrator()
    {
        using var tried = new Tried(35, "keys whose maker may not make any");
        var maker = new Account { Id = $"{Guid.NewGuid()}", UserName = "maker", Name = "Mei Lin", Organisation = "Nordlicht IT" };
        await house.Put(maker, Role(maker, Roles.Administrator), Role(maker, Roles.Technician));
        var key = (await house.As<IApiKeyDesk, NewApiKey>(maker.Id, desk => desk.Make(new ApiKeyForm("Ticket desk", [ApiScope.CasesRead], 30), CancellationToken.None))).Key;
        await Works(true, "it is new");
        await house.Read(db => db.Users.Where(row => row.Id == maker.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Disabled, DateTimeOffset.UtcNow)));
        await Works(false, "its maker is disabled");
        await house.Read(db => db.Users.Where(row => row.Id == maker.Id).ExecuteUpdateAsync(set => set.SetProperty(row => row.Disabled, (DateTimeOffset?)null)));
        await Works(true, "its maker is enabled again");
        await house.Read(db => db.UserClaims.Where(row => row.UserId == maker.Id && row.ClaimValue == Roles.Administrator).ExecuteDeleteAsync());
        await Works(false, "its maker is a technician only");
        await house.Read(db => db.Users.Where(row => row.Id == maker.Id).ExecuteDeleteAsync());
        await Works(false, "its maker is gone");
        tried.MustHold();

        async Task Works(bool does, string why)
        {
            var answer = await house.With(key, "GET", "/api/v1/cases?number=none");
            var listed = (await house.Desk(desk => desk.List(CancellationToken.None))).Single(one => one.Mark == Mark(key));
            tried.Try(
                does ? answer.Status == 200 && listed.State == ApiKeyState.Active
                    : answer is { Status: 401, Explains: true } && answer["detail"]!.StartsWith("The administrator who made the key", StringComparison.Ordinal)
                        && listed.State == ApiKeyState.Suspended,
                $"{why}: {answer.Text} {listed.State}");
        }
    }

    [Fact]
    public async Task AKeyIsNowhereInTheClear()
    {
        var key = await house.Make(ApiScope.CasesRead);
        (await house.With(key, "GET", "/api/v1/cases")).Status.Should().Be(200);
        (await house.With(key, "GET", "/api/v1/sessions/" + Routes.Nothing)).Status.Should().Be(403);
        (await house.With(key + "x", "GET", "/api/v1/cases")).Status.Should().Be(401);
        var searched = DataTexts.Of(house.Data).ToList();
        searched.Should().Contain(one => one.Text.Contains(Mark(key), StringComparison.Ordinal), "the mark is no secret, and the search finds it");
        searched.Where(one => one.Text.Contains(key[^43..], StringComparison.Ordinal)).Select(one => one.File).Should().BeEmpty();
        var listed = await house.Desk(desk => desk.List(CancellationToken.None));
        listed.Should().Contain(one => one.Mark == Mark(key) && one.LastUsed != null && one.MadeBy == "Hanna Weiss");
    }

    [Fact]
    public async Task OnlyAnAdministratorMakesKeysAndNoneForLongerThanAYear()
    {
        foreach (var (form, why) in new[]
        {
            (new ApiKeyForm("x", [ApiScope.CasesRead], 366), "days"), (new ApiKeyForm("x", [ApiScope.CasesRead], 0), "days"),
            (new ApiKeyForm("x", [], 30), "scope"), (new ApiKeyForm(" \u200b", [ApiScope.CasesRead], 30), "name"),
            (new ApiKeyForm("x", [(ApiScope)9], 30), "scope"), (new ApiKeyForm("x", [ApiScope.CasesRead, ApiScope.CasesRead], 30), "scope"),
        })
        {
            await house.Awaiting(one => one.Desk(desk => desk.Make(form, CancellationToken.None))).Should().ThrowAsync<ArgumentException>().WithMessage($"*{why}*");
        }

        var technician = new Accounts.Signing(house.Services);
        await technician.Awaiting(one => one.Request(
                "", all => ((IApiKeyDesk)all.GetService(typeof(IApiKeyDesk))!).Make(new ApiKeyForm("x", [ApiScope.CasesRead], 30), CancellationToken.None), Some.Technician()))
            .Should().ThrowAsync<UnauthorizedAccessException>();
        var before = await house.Newest();
        await house.Make(ApiScope.SessionsPrepare, ApiScope.CasesRead);
        var made = (await house.LogSince(before)).Single();
        (made.Action, made.Actor, made.Detail["for"], made.Detail["program"]).Should().Be(
            (AuditActions.ApiKeyMade, ActorKind.Administrator, "cases.read,sessions.prepare", "Ticket desk"));
    }

    private static IdentityUserClaim<string> Role(Account account, string role) => new() { UserId = account.Id, ClaimType = ClaimTypes.Role, ClaimValue = role };

    private static string Mark(string key) => key.Substring(3, 8);

    private static bool IsOutOfScope(ApiAnswer answer, ApiScope needed) =>
        answer is { Status: 403, Explains: true } && answer["scope"] == ApiScopes.Name(needed)
        && answer.Challenge.Single().Parameter!.Contains($"error=\"insufficient_scope\", scope=\"{ApiScopes.Name(needed)}\"", StringComparison.Ordinal);

    private Task<string> State() => house.Read(async db => string.Join(
        '|',
        (await db.Users.Select(row => row.Id + row.PasswordHash + row.SecurityStamp).ToListAsync())
            .Concat(await db.UserClaims.Select(row => row.UserId + row.ClaimValue).ToListAsync())
            .Append($"{await db.SignIns.CountAsync(row => row.Ended == null)} {await db.Sessions.CountAsync()} {await db.Invitations.CountAsync()} {await db.ApiKeys.CountAsync()}")));
}
