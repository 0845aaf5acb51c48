using System.Globalization;
using System.Reflection;
using RemoteAssist.Shared.Audit;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Tests;

public sealed class LogSentenceTests
{
    private static readonly (string Key, string Value)[] Everything =
    [
        ("technician", "Mei Lin"), ("name", "Mei Lin"), ("customer", "Jonas Weber"), ("email", "mei@example.com"), ("number", "20931"),
        ("scopes", "view,control"), ("until", "2026-11-21T15:03:27.1234567Z"), ("frames", "1204"), ("bytes", "8123456"),
        ("agentVersion", "0.1.0"), ("platform", "Linux X11"),
        ("asked", "view"), ("minutes", "60"), ("organisation", "Help Desk North"), ("caseNumber", "20931"), ("triesLeft", "4"),
        ("frameParts", "2408"), ("countedSince", "2026-11-21T14:03:27.123Z"), ("address", "192.0.2.7"),
        ("program", "Ticket desk"), ("request", "GET /api/v1/cases"), ("status", "200"),
    ];

    public static IEnumerable<string> Actions { get; } =
    [
        .. typeof(AuditActions).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!),
        .. Enum.GetValues<SessionEvent>().Select(AuditActions.Of),
    ];

    public static TheoryData<string, string> ActionsAndLanguages { get; } = Paired(Actions);

    [Theory]
    [MemberData(nameof(ActionsAndLanguages))]
    public void EveryActionIsSaidInWholeSentencesWithOrWithoutItsValues(string action, string language)
    {
        var reasons = action switch
        {
            AuditActions.CodeRefused => Enum.GetNames<JoinRefusal>().Concat(Enum.GetNames<TryEnd>()).Select(JsonName),
            "session.end" => Enum.GetNames<EndReason>().Select(JsonName),
            _ => ["look at the printer"],
        };
        foreach (var (actor, outcome) in from actor in Enum.GetValues<ActorKind>() from outcome in Enum.GetValues<AuditOutcome>() select (actor, outcome))
        {
            Check(In(language, Some.Line(action, actor, outcome)));
            foreach (var reason in reasons)
            {
                var full = In(language, Some.Line(action, actor, outcome, [.. Everything, ("reason", reason)]));
                Check(full);
                if (reason.Any(char.IsUpper))
                {
                    full.Should().NotContain(reason, "names of the log are not words");
                }
            }
        }

        void Check(string said)
        {
            said.Should().MatchRegex(language == "en" ? @"^[^{}]+\.$" : @"^[^{}]+。$")
                .And.NotContain(action).And.NotContain("“”").And.NotContain("  ");
            if (language == "en")
            {
                char.IsUpper(said[0]).Should().BeTrue(said);
            }
        }
    }

    [Fact]
    public void ASessionReadsLikeAStory() =>
        Some.Log().Select(line => In("en", line)).Should().Equal(
            "Mei Lin from Help Desk North asked for a session. Reason: “Look at the printer settings together”. Asked for: see the screen. For at most 60 minutes.",
            "Mei Lin opened the session's page.",
            "Somebody typed a code that was not accepted. No session had this code. Tries left: 4. Address: 192.0.2.7.",
            "The customer typed the code and was asked. Version of RemoteAssist: 0.1.0, on Linux X11.",
            "The customer allowed the session. Allowed: see the screen. Allowed to: Mei Lin from Help Desk North. Until 2026-11-21 15:03:27 UTC at the latest.",
            "Sharing of the screen began.",
            "The session ended. The customer stopped sharing. Parts of pictures sent: 1,204. Data sent: 8.1 MB.");

    [Fact]
    public void AndSoInChinese() =>
        Some.Log().Select(line => In("zh-Hans", line)).Should().Equal(
            "Help Desk North 的 Mei Lin申请了会话。原因：“Look at the printer settings together”。申请的内容：查看屏幕。最长 60 分钟。",
            "Mei Lin打开了会话页面。",
            "有人输入了一个代码，没有被接受。没有会话使用这个代码。剩余次数：4。地址：192.0.2.7。",
            "客户输入了代码，系统开始询问是否允许。RemoteAssist 版本：0.1.0，平台：Linux X11。",
            "客户允许了会话。允许的内容：查看屏幕。允许的对象：Help Desk North 的 Mei Lin。最晚到 2026-11-21 15:03:27 UTC。",
            "屏幕共享开始了。",
            "会话结束了。客户停止了共享。发送的画面片段：1,204 个。发送的数据：8.1 MB。");

    [Theory]
    [InlineData("en", "Use of mouse and keyboard was over. Since it began, signed by the customer’s program: keys pressed 12, characters written as text 40, buttons pressed 3, notches of the wheel 5, movements 120.")]
    [InlineData("zh-Hans", "鼠标和键盘的使用结束。从开始到此时，由客户的程序签名：按键 12 次，以文本输入的字符 40 个，鼠标按键 3 次，滚轮 5 格，移动 120 次。")]
    public void HowMuchWasTypedAndClickedIsSaidInNumbers(string language, string said) =>
        In(language, Some.Line(
            AuditActions.ControlClosed, ActorKind.Customer, AuditOutcome.Success,
            ("interval", "1"), ("report", "3"), ("keys", "12"), ("characters", "40"), ("buttons", "3"), ("wheel", "5"), ("moves", "120"))).Should().Be(said);

    [Theory]
    [InlineData("en", "The customer’s program was lost while mouse and keyboard were in use. What was done in its last 10 seconds at most is not counted.")]
    [InlineData("zh-Hans", "使用鼠标和键盘期间，与客户的程序失去联系。最后最多 10 秒内的操作没有计数。")]
    public void WhatACrashLosesIsSaid(string language, string said) =>
        In(language, Some.Line(AuditActions.ControlUncounted, ActorKind.Relay, AuditOutcome.Success, ("uncountedSeconds", "10"))).Should().Be(said);

    [Fact]
    public void AnErasedNameLeavesASentenceThatReadsWell() =>
        In("en", Some.Line(AuditActions.SessionRequested, ActorKind.Technician)).Should().Be("The technician asked for a session.");

    [Theory]
    [InlineData("session.teleported", "reason", "because")]
    [InlineData("session.end", "reason", "eatenByWolves")]
    [InlineData("session.end", "reason", "99")]
    [InlineData("session.allow", "scopes", "view,smell")]
    [InlineData("session.allow", "until", "soon")]
    public void WhatOnlyANewerRelayKnowsIsShownAsItStands(string action, string key, string value) =>
        In("en", Some.Line(action, ActorKind.Relay, values: (key, value))).Should().Contain(value.Split(',').Last());

    [Fact]
    public void AStepThatWasRefusedSaysSo() =>
        In("en", Some.Line("session.pause", ActorKind.Customer, AuditOutcome.Refused)).Should().Be("The customer paused sharing. It was refused.");

    public static TheoryData<string, string> Enumerated { get; } = Paired(
    [
        .. Enum.GetNames<EndReason>().Select(name => $"End.{name}"),
        .. Enum.GetNames<SessionState>().Select(name => $"State.{name}"),
        .. Enum.GetNames<JoinRefusal>().Select(name => $"Refusal.{name}"),
        .. Enum.GetNames<TryEnd>().Select(name => $"Refusal.{name}"),
        .. Enum.GetNames<Scope>().Select(name => $"Scope.{name}"),
        .. Enum.GetNames<ActorKind>().Select(name => $"Actor.{name}"),
        .. Enum.GetNames<ActorKind>().Select(name => $"Who.{name}"),
        .. Actions.Select(action => $"Log.{action}"),
    ]);

    [Theory]
    [MemberData(nameof(Enumerated))]
    public void EveryStateReasonAndActionHasItsOwnWords(string key, string language) =>
        ScreenText.Resources.GetResourceSet(CultureInfo.GetCultureInfo(language), createIfNotExists: true, tryParents: language == "en")!
            .GetString(key).Should().NotBeNullOrWhiteSpace();

    private static string In(string language, Desk.LogLine line)
    {
        var (culture, words) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return new LogSentences(new ScreenText()).Say(line);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, words);
        }
    }

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static TheoryData<string, string> Paired(IEnumerable<string> keys)
    {
        var pairs = new TheoryData<string, string>();
        foreach (var (key, language) in from key in keys from language in new[] { "en", "zh-Hans" } select (key, language))
        {
            pairs.Add(key, language);
        }

        return pairs;
    }
}
