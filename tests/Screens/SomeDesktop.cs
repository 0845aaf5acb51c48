using RemoteAssist.Agent.Capture;
using RemoteAssist.Agent.Consent;
using RemoteAssist.Shared.Frames;
using RemoteAssist.Shared.Sessions;

namespace RemoteAssist.Screens;

/// <summary>A desktop with two monitors and some windows, to be chosen from.</summary>
internal sealed class SomeDesktop : IDesktopThings
{
    public IReadOnlyList<MonitorThing> Monitors() =>
    [
        new("HDMI-1", new ScreenRect(0, 0, 1920, 1080), Primary: true),
        new("DP-2", new ScreenRect(1920, 0, 2560, 1440), Primary: false),
    ];

    public IReadOnlyList<WindowThing> Windows() =>
    [
        new(1, "Printer settings", "Settings"),
        new(2, "Inbox (3) – a subject that is so long that nobody would have room for all of it in one line", "Mail"),
        new(3, "家庭账本.ods", "LibreOffice Calc"),
    ];
}

/// <summary>Nobody answers: the pictures are only looked at.</summary>
internal sealed class Nobody : ICustomerActions
{
    public void TypeCode(SessionCode code)
    {
    }

    public void Leave()
    {
    }

    public void Allow(IReadOnlyCollection<Scope> scopes, ShownText shown)
    {
    }

    public void Decline()
    {
    }

    public void CloseQuestion()
    {
    }

    public void AllowBeside(int question, ShownText shown)
    {
    }

    public void GiveFile(int question, string path)
    {
    }

    public void SendAway(int colleague)
    {
    }

    public void CancelTransfer(int number)
    {
    }

    public void DeclineBeside(int question)
    {
    }

    public void TakeBack(Scope scope)
    {
    }

    public void Say(string text)
    {
    }

    public void ShareChanged()
    {
    }

    public void Pause()
    {
    }

    public void Resume()
    {
    }

    public void Stop()
    {
    }

    public void Rate(Rating rating)
    {
    }

    public void Dismiss()
    {
    }
}
