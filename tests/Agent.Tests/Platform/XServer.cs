using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using RemoteAssist.Agent.Platform.X11;
using RemoteAssist.Agent.Platform.X11.Native;
using RemoteAssist.Agent.Tests.Fakes;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Tests.Platform;

/// <summary>An X server of the tests' own, on a display that it chooses itself, and programs that draw on it.</summary>
public sealed class XServer : IDisposable
{
    public const int Width = 640;
    public const int Height = 480;

    private readonly Process server;
    private readonly List<Process> programs = [];

    /// <param name="width">Of its screen; only one of the usual size can be photographed.</param>
    /// <param name="height">Of its screen.</param>
    public XServer(int width = Width, int height = Height)
    {
        _ = Xlib.XInitThreads();
        XErrors.Install();
        server = Start("Xvfb", "-displayfd", "1", "-screen", "0", $"{width}x{height}x24", "-nolisten", "tcp", "-noreset");
        Display = ":" + server.StandardOutput.ReadLine();
    }

    public string Display { get; }

    /// <summary>Runs a program to its end.</summary>
    public byte[] Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        process.ExitCode.Should().Be(0, "{0} must work", program);
        return output.ToArray();
    }

    /// <summary>Starts a program that stays until the server goes, or until it is killed.</summary>
    public Process Stay(string program, params string[] arguments)
    {
        var process = Start(program, arguments);
        programs.Add(process);
        return process;
    }

    /// <summary>Gives it a window manager, and waits until that one answers.</summary>
    /// <remarks>
    /// openbox names itself before it has read what came while it started, and then leaves that alone until something else
    /// comes: a window that is opened in between is never seen. So it is asked for something until it has done it.
    /// </remarks>
    public async Task Manage()
    {
        Stay("openbox");
        await Eventually.Is(() => Says("_NET_SUPPORTING_WM_CHECK", "window id"), "openbox manages the windows");
        await Eventually.Is(
            () =>
            {
                Run("xdotool", "set_num_desktops", "3");
                return Says("_NET_NUMBER_OF_DESKTOPS", "= 3");
            },
            "openbox answers");
    }

    /// <summary>What xwd says that the screen shows.</summary>
    public Frame Photograph()
    {
        var dump = Run("xwd", "-root", "-silent");
        int Field(int index) => BinaryPrimitives.ReadInt32BigEndian(dump.AsSpan(index * 4));
        (Field(4), Field(5), Field(7), Field(11)).Should().Be((Width, Height, 0, 32), "xwd writes BGRX here");
        var frame = new Frame(Width, Height);
        var at = Field(0) + (Field(19) * 12);
        for (var y = 0; y < Height; y++)
        {
            dump.AsSpan(at + (y * Field(12)), frame.Stride).CopyTo(frame.Row(0, y, Width));
        }

        return frame;
    }

    public void Dispose()
    {
        foreach (var process in programs.Append(server))
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }
    }

    private bool Says(string property, string what) =>
        Encoding.UTF8.GetString(Run("xprop", "-root", property)).Contains(what, StringComparison.Ordinal);

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) 
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        if (server is not null)
        {
            start.Environment["DISPLAY"] = Display;
        }

        return Process.Start(start)!;
    }
}
