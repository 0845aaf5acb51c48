using System.Globalization;
using System.Resources;
using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Shared.Sealing;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Agent.Texts;

/// <summary>Everything the Agent says, in the customer's language. The sentences are in Text.resx and Text.zh-Hans.resx.</summary>
internal sealed class Text
{
    /// <summary>The languages there are.</summary>
    public static readonly IReadOnlyList<string> Languages = ["en", "zh-Hans"];

    // The bar has room for some seventy letters: so the size and how far it is are never cut off.
    private const int BarFileColumns = 20;

    private static readonly string[] DesktopVariables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    private static readonly ResourceManager English = new("RemoteAssist.Agent.Texts.Text", typeof(Text).Assembly);
    private static readonly ResourceManager Chinese = new("RemoteAssist.Agent.Texts.Text-zh-Hans", typeof(Text).Assembly);

    private bool chinese;

    private Text(bool chinese)
    {
        this.chinese = chinese;
    }

    /// <summary>The language that is spoken now, as pages name it.</summary>
    public string Language => Languages[chinese ? 1 : 0];

    /// <summary>The language that was asked for, or else the desktop's: LC_ALL, LC_MESSAGES, LANG, the first that is set.</summary>
    public static Text For(string? asked, Func<string, string?> environment)
    {
        var desktop = DesktopVariables.Select(environment).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        var chinese = asked is null ? desktop?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true : asked == "zh-Hans";
        return new Text(chinese);
    }

    /// <summary>Speaks the other language from now on.</summary>
    public void Switch() => chinese = !chinese;

    /// <summary>A sentence without a gap.</summary>
    public string this[string name] =>
        (chinese ? Chinese : English).GetString(name, CultureInfo.InvariantCulture) ?? throw new MissingManifestResourceException($"There is no text called {name}.");

    /// <summary>A sentence with its gaps filled.</summary>
    public string Say(string name, params object[] values) => string.Format(CultureInfo.InvariantCulture, this[name], values);

    /// <summary>Why a code did not open a session, and what to do.</summary>
    public string Trouble(CodeTrouble trouble, string relayHost) => Say("Trouble" + trouble, relayHost);

    /// <summary>What a scope lets the technician do.</summary>
    public string Scope(Scope scope) => this["Scope" + scope];

    /// <summary>What the banner says is being done; and, while pictures flow, whether it is recorded.</summary>
    public string Banner(CustomerScreen.Banner banner) =>
        banner.IsRecorded ? Say("BannerRecorded", Happening(banner)) : Happening(banner);

    private string Happening(CustomerScreen.Banner banner) => banner.State switch
    {
        BannerState.Watched when banner is { Doing: Doing.Looking, Transfers: [.., var file] } => Say(
            file.FromCustomer ? "BannerFileGoing" : "BannerFileComing", banner.Technician, Shortened.Name(file.Name, BarFileColumns), ByteSize.Say(file.Bytes), Percent(file)),
        BannerState.Watched when banner.Doing != Doing.Looking => Say("Banner" + banner.Doing, banner.DoingBy ?? banner.Technician),
        BannerState.Watched => Looking(banner),
        BannerState.Paused => Say("BannerPaused", banner.Technician),
        BannerState.Resuming => this["BannerResuming"],
        BannerState.Away => this["BannerAway"],
        BannerState.LogUnavailable => this["BannerLogUnavailable"],
        BannerState.OtherVersion => Say("BannerOtherVersion", banner.Technician),
        _ => Say("BannerNobody", banner.Technician),
    };

    // Everybody who looks is named: the technician first.
    private string Looking(CustomerScreen.Banner banner)
    {
        string[] colleagues = banner.Colleagues.IsDefaultOrEmpty ? [] : [.. banner.Colleagues.Select(one => one.Name)];
        string[] all = banner.TechnicianLooks || colleagues.Length == 0 ? [banner.Technician, .. colleagues] : colleagues;
        return all.Length == 1
            ? Say("BannerLooking", all[0])
            : Say("BannerLookingTogether", string.Join(this["Comma"], all[..^1]), all[^1]);
    }

    private static int Percent(TransferLine file) => file.Bytes == 0 ? 100 : (int)(100 * file.Carried / file.Bytes);

    /// <summary>A time of day on the customer's clock.</summary>
    public static string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A day on the customer's calendar.</summary>
    public static string Day(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>One monitor, to be chosen.</summary>
    public string Monitor(MonitorThing monitor) => monitor.Place.IsEmpty
        ? Say("ShareMonitorGone", monitor.Name)
        : Say(monitor.Primary ? "ShareMainMonitor" : "ShareMonitor", monitor.Name, $"{monitor.Place.Width} × {monitor.Place.Height}");

    /// <summary>What is shown now, in a few words.</summary>
    public string Shares(ShareChoice choice)
    {
        var shown = choice.Kind switch
        {
            ShareKind.Everything => this["ShareEverything"],
            ShareKind.Monitor => Say("SharesMonitor", choice.Monitor),
            _ => Counted("SharesWindow", choice.Shown.Length),
        };
        return choice.Hidden.IsEmpty ? shown : $"{shown}{this["Comma"]}{Counted("SharesHidden", choice.Hidden.Length)}";
    }

    /// <summary>A sentence about so many: one for none, one for a single one, one for all others.</summary>
    public string Counted(string name, int count) => count switch
    {
        0 => this[name + "None"],
        1 => this[name + "One"],
        _ => Say(name + "Many", count),
    };

    /// <summary>The comparison words in the customer's language, and in the other one, which the technician may read.</summary>
    public (string Own, string Other) Words(ComparisonWords words) =>
        chinese ? (words.Chinese, words.English) : (words.English, words.Chinese);

    /// <summary>What a notice says.</summary>
    public string Notice(CustomerScreen.Notice notice) =>
        Say(notice.Reason == EndReason.Declined ? "NoticeDeclined" : "NoticeStopped", notice.Technician);

    /// <summary>What happened, and what the customer can do next.</summary>
    public (string Happened, string Next) Goodbye(CustomerScreen.Goodbye goodbye)
    {
        var (happened, next) = goodbye.Reason switch
        {
            EndReason.StoppedByCustomer => ("NoticeStopped", "GoodbyeTechnicianNext"),
            EndReason.NoAnswer => ("GoodbyeNoAnswer", "GoodbyeNoAnswerNext"),
            EndReason.StoppedByTechnician => ("GoodbyeTechnician", "GoodbyeTechnicianNext"),
            EndReason.TechnicianLost => ("GoodbyeTechnicianLost", "GoodbyeLostNext"),
            EndReason.TimeUp => ("GoodbyeTimeUp", "GoodbyeTimeUpNext"),
            EndReason.RelayLost or EndReason.CustomerLost => ("GoodbyeLost", "GoodbyeLostNext"),
            EndReason.Altered => ("GoodbyeAltered", "GoodbyeAlteredNext"),
            _ => ("GoodbyeFault", "GoodbyeFaultNext"),
        };
        return (Say(happened, goodbye.Technician), this[next]);
    }

    private static DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, TimeZoneInfo.Local);
}
