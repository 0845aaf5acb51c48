namespace RemoteAssist.Tests.Support;

/// <summary>The real Agent on a real display, and the customer's hands on its windows.</summary>
public sealed class AgentProcess : IAsyncDisposable
{
    /// <summary>The accent colour of the primary button, from looks.</summary>
    public const uint Primary = 0x0F6B6B;

    /// <summary>The colour of <em>Stop sharing</em>.</summary>
    public const uint Danger = 0xB3261E;

    private readonly VirtualScreen screen;

    private AgentProcess(VirtualScreen screen, ChildProcess process)
    {
        this.screen = screen;
        Process = process;
    }

    /// <summary>The running program.</summary>
    public ChildProcess Process { get; }

    /// <summary>Starts the Agent on this display.</summary>
    /// <param name="wrapper">A program (with its options) that runs the Agent, such as a tracer.</param>
    public static AgentProcess Start(VirtualScreen screen, Uri relay, string language = "en", params string[] wrapper)
    {
        string[] command = [.. wrapper, Repository.Agent, "--relay", relay.ToString(), "--language", language, "--verbose"];
        return new AgentProcess(screen, ChildProcess.Start(command[0], command[1..], screen.Environment()));
    }

    /// <summary>Starts an Agent that was downloaded, as a customer does: with nothing but its name.</summary>
    /// <param name="program">The unpacked program.</param>
    /// <param name="wrapper">A program (with its options) that runs it.</param>
    public static AgentProcess StartDownloaded(VirtualScreen screen, string program, params string[] wrapper)
    {
        string[] command = [.. wrapper, program];
        return new AgentProcess(screen, ChildProcess.Start(command[0], command[1..], screen.Environment()));
    }

    /// <summary>The last that it printed, for the complaint of a test that waited for it in vain.</summary>
    public string Said() => string.Join(" | ", Process.Output.TakeLast(8));

    /// <summary>Types the code into the Agent's window, and Enter once it has all digits.</summary>
    public Task TypeCode(string code) => TypeCodeAfter(code);

    /// <summary>Types another code, and Enter, once the window has said what was wrong with the last one.</summary>
    public async Task TypeCodeAgain(string code)
    {
        await CanConnect("takes another code");
        await TypeCodeAfter(code, "key", "ctrl+a");
    }

    /// <summary>Waits for the question and clicks <em>Allow</em> once it can be clicked.</summary>
    /// <returns>When it was clicked, Unix time in ms.</returns>
    public Task<double> Allow() => screen.ClickColour(WindowTitles.Question, Primary);

    /// <summary>Clicks <em>Stop sharing</em> on the banner.</summary>
    /// <returns>When it was clicked, Unix time in ms.</returns>
    public Task<double> StopSharing() => screen.ClickColour(WindowTitles.Banner, Danger);

    /// <summary>Reads the good-bye, answers nothing, clicks <em>Done</em>, and waits for the program to end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> ReadGoodbye()
    {
        await screen.ClickColour(WindowTitles.GoodBye, Primary);
        return await Process.Exit();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Process.DisposeAsync();

    // A person sees that a digit is missing, and types the code anew: a desktop that is busy may give the keyboard to the window
    // a moment after it has said so.
    private async Task TypeCodeAfter(string code, params string[] first)
    {
        var window = await screen.Window(WindowTitles.Code);
        await screen.Hands(["windowactivate", "--sync", window.Id, .. first]);
        await screen.Hands("type", "--delay", "10", code);
        try
        {
            await CanConnect("has all digits", TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException)
        {
            await screen.Hands("windowactivate", "--sync", window.Id, "key", "ctrl+a");
            await screen.Hands("type", "--delay", "10", code);
            await CanConnect("has all digits, typed a second time");
        }

        await screen.Hands("key", "Return");
    }

    // Only then its button has the accent colour.
    private async Task CanConnect(string what, TimeSpan? within = null)
    {
        var window = await screen.Window(WindowTitles.Code);
        await Until.True($"the window {what}", async () => (await screen.Look()).Find(Primary, window.Area) is not null, within, Said);
    }
}

/// <summary>The titles of the Agent's windows, as patterns that fit both languages.</summary>
public static class WindowTitles
{
    public const string Code = "^RemoteAssist$";
    public const string Question = "^RemoteAssist .*(question|询问)$";
    public const string Banner = "^RemoteAssist .*(sharing|共享中)$";
    public const string Further = "^RemoteAssist .*(further viewer|另一位查看者)$";
    public const string MoreScope = "^RemoteAssist .*(one more permission|另一项许可)$";
    public const string WantsFile = "^RemoteAssist [^a-z]* (a file|文件)$";
    public const string ChooseFile = "^RemoteAssist .*(choose a file|选择文件)$";
    public const string MoreTime = "^RemoteAssist .*(more time|延长时间)$";
    public const string Panel = "^RemoteAssist .*(details|详情)$";
    public const string Share = "^RemoteAssist .*(what is shown|显示的内容)$";
    public const string GoodBye = "^RemoteAssist .*(good-bye|再见)$";
}
