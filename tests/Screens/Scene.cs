using System.Collections.Immutable;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Receipts;
using RemoteAssist.Shared.Recordings;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Screens;

/// <summary>One picture.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Screen">What is shown; null for what was there.</param>
/// <param name="Presses">What is pressed then, by its names in both languages.</param>
internal sealed record Scene(string Name, CustomerScreen? Screen, params Func<int, string>[] Presses)
{
    private static readonly DateTimeOffset Began = new(2026, 5, 18, 9, 2, 0, TimeSpan.Zero);
    private static readonly ComparisonWords Words = new(0, 1);
    private static readonly ImmutableArray<Scope> Asked = [Scope.View, Scope.Control, Scope.Drawing, Scope.Recording];

    private static readonly CheckedOffer Offer = new(
        Guid.Empty, "Lin Wei", "Northwind IT", "20931", "Printer prints blank pages",
        "look at the printer settings together", Asked, TimeSpan.FromHours(1), TimeSpan.FromMinutes(2),
        new AuditorList([], [new AuditorCertificate("Olga Ferro", [1], Began, Began, []), new AuditorCertificate("王秀英", [2], Began, Began, [])]));

    private static readonly ImmutableArray<FeedLine> Feed =
    [
        new(Began, FeedKind.Allowed),
        new(Began, FeedKind.Watching, Detail: "Lin Wei"),
        new(Began.AddMinutes(2), FeedKind.ScopeGiven, Scope.Control),
        new(Began.AddMinutes(3), FeedKind.Controlled, Times: 41),
        new(Began.AddMinutes(5), FeedKind.Drew, Times: 3),
        new(Began.AddMinutes(6), FeedKind.Paused),
        new(Began.AddMinutes(7), FeedKind.Resumed),
        new(Began.AddMinutes(8), FeedKind.ShareChanged, Detail: "2"),
        new(Began.AddMinutes(9), FeedKind.ViewerLetIn, Detail: "Ada Okafor"),
        new(Began.AddMinutes(9), FeedKind.ConnectionLost),
        new(Began.AddMinutes(10), FeedKind.ConnectionBack),
        new(Began.AddMinutes(11), FeedKind.ScopeTakenBack, Scope.Control),
    ];

    private static readonly ImmutableArray<ChatLine> Chat =
    [
        new(Began.AddMinutes(1), 1, "Lin Wei", "Hello, I can see the printer window now. 您好，我看到打印机窗口了。", true),
        new(Began.AddMinutes(2), 2, null, "It started last week, after the update.", true),
        new(Began.AddMinutes(4), 3, "Lin Wei", "The driver is here: https://printers.example/drivers/4711 (nothing opens by itself)", true),
        new(Began.AddMinutes(5), 4, null, "谢谢，我试试看。", false),
    ];

    private static readonly ImmutableArray<TransferLine> Files =
    [
        new(1, true, "printer.log", 48_200, 48_200),
        new(2, false, "Printer driver 4711 (update).zip", 182_000_000, 83_720_000),
    ];

    private static readonly SessionSummary Summary = new(
        Guid.Parse("6f1f6f6e-50f4-4a1c-9a52-0a5ad7f0c3a1"), "Lin Wei", "Northwind IT", "20931", "Printer prints blank pages",
        Began, Began.AddMinutes(29), Asked, [Scope.View, Scope.Control, Scope.Drawing], Feed, Chat, [Receipt()]);

    private static SignedReceipt Receipt()
    {
        using var key = new SessionKey();
        return SignedReceipt.Sign(
            new Receipt(
                Guid.Empty, 1, Shared.Receipts.Receipt.NoPrevious, OfColleague: false, Guid.Empty, new byte[32], key.PublicKey, key.PublicKey, "20931", "Lin Wei", "Northwind IT",
                Controller.Unknown, [Scope.View], Began, Began.AddHours(1), 0, "en", ["Lin Wei · Northwind IT", "Case 20931"], []),
            key);
    }

    /// <summary>All of them, in the order of a session.</summary>
    public static readonly IReadOnlyList<Scene> All =
    [
        new("code", new CustomerScreen.CodeEntry(null, Busy: false)),
        new("code-wrong", new CustomerScreen.CodeEntry(CodeTrouble.WrongCode, Busy: false)),
        new("question", new CustomerScreen.Question(Offer, Words, AllowIn: 3, Answered: false)),
        new("question-ready", new CustomerScreen.Question(Offer, Words, AllowIn: 0, Answered: false)),
        new("question-change", null, Named("Change what is shown", "更改显示的内容")),
        new("question-change-windows", null, Named("Only windows that I choose", "只有我选择的窗口")),
        new("bar", Bar(Doing.Looking)),
        new("bar-file", Bar(Doing.Looking) with { Transfers = Files }),
        new("panel-files", Bar(Doing.Looking) with { Transfers = Files }, Named("Details", "详情"), Named("Files", "文件")),
        new("file-question", Bar(Doing.Looking) with { Beside = new BesideQuestion.WantsFile(2, 0, false) }, Named("Details", "详情")),
        new("bar-ends-soon", Bar(Doing.MovingPointer, chat: Chat) with { EndsSoon = true }),
        new("bar-paused", Bar(Doing.Looking, BannerState.Paused)),
        new("bar-away", Bar(Doing.Looking, BannerState.Away)),
        new("panel-chat", Bar(Doing.Typing, chat: Chat) with { Feed = Feed }, Named("Details (2 new)", "详情（2 条新消息）")),
        new("panel-feed", null, Named("What happened", "做了什么")),
        new("panel-allowed", null, Named("Allowed", "允许的事")),
        new("panel-shown", null, Named("What is shown", "显示的内容")),
        new("panel-question", Bar(Doing.Looking, chat: Chat) with { Feed = Feed, Beside = new BesideQuestion.MoreScope(1, Scope.Control, 3, false) }),
        new("beside-scope", Bar(Doing.Looking) with { Beside = new BesideQuestion.MoreScope(2, Scope.Control, 0, false) }, Named("Details", "详情")),
        new("beside-time", Bar(Doing.Looking) with { Beside = new BesideQuestion.MoreTime(3, 30, 2, false) }),
        new("beside-viewer", Bar(Doing.Looking) with { Beside = new BesideQuestion.FurtherViewer(4, "Ada Okafor", "Northwind IT", 0, false) }),
        new("notice", new CustomerScreen.Notice(EndReason.Declined, "Lin Wei")),
        new("good-bye-plain", new CustomerScreen.Nothing()),
        new("good-bye-plain", new CustomerScreen.Goodbye(EndReason.NoAnswer, "Lin Wei")),
        new("good-bye", new CustomerScreen.Nothing()),
        new("good-bye", new CustomerScreen.Goodbye(EndReason.StoppedByTechnician, "Lin Wei", Summary, RecordStanding.Checking)),
        new("good-bye-complete", new CustomerScreen.Goodbye(EndReason.StoppedByTechnician, "Lin Wei", Summary, RecordStanding.Complete)),
        new("good-bye-unanswered", new CustomerScreen.Goodbye(EndReason.StoppedByTechnician, "Lin Wei", Summary, RecordStanding.Unanswered)),
        new("good-bye-broken", new CustomerScreen.Goodbye(EndReason.StoppedByTechnician, "Lin Wei", Summary, RecordStanding.Broken)),
    ];

    private static CustomerScreen.Banner Bar(Doing doing, BannerState state = BannerState.Watched, ImmutableArray<ChatLine>? chat = null) =>
        new(
            "Lin Wei", state, doing, 12, Words,
            [new(Scope.View, true), new(Scope.Control, false), new(Scope.Drawing, true)],
            Began.AddHours(1), EndsSoon: false, [], chat ?? [], []);

    private static Func<int, string> Named(string english, string chinese) => language => language == 0 ? english : chinese;
}
