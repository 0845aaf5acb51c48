using System.Runtime.InteropServices;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>An eventfd: lets one thread sleep on it and a socket at once, and any other wake it.</summary>
internal sealed unsafe class WakeFile : IDisposable
{
    private readonly Lock gate = new();
    private readonly int file;
    private bool closed;

    public WakeFile()
    {
        file = LibC.eventfd(0, LibC.EventFdNonBlocking | LibC.EventFdCloseOnExec);
        if (file < 0)
        {
            throw new InvalidOperationException($"eventfd failed: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Ends the wait that is, or the next one. From any thread, also after <see cref="Dispose"/>.</summary>
    public void Set()
    {
        lock (gate)
        {
            if (!closed)
            {
                ulong one = 1;
                LibC.write(file, &one, sizeof(ulong));
            }
        }
    }

    /// <summary>Sleeps until <see cref="Set"/>, until <paramref name="other"/> can be read, or until the time is over.</summary>
    /// <returns>Whether it was <see cref="Set"/>.</returns>
    public bool Wait(int? other, TimeSpan? atMost)
    {
        var files = stackalloc LibC.PollFile[2];
        files[0] = new LibC.PollFile { File = file, Asked = LibC.PollIn };
        files[1] = new LibC.PollFile { File = other ?? -1, Asked = LibC.PollIn };
        var limit = Limit(atMost ?? default);
        var set = LibC.ppoll(files, 2, atMost is null ? null : &limit, 0) > 0 && files[0].Got != 0;
        if (set)
        {
            ulong count;
            LibC.read(file, &count, sizeof(ulong));
        }

        return set;
    }

    /// <summary>Sleeps for so long, whoever wakes: to be used for moments only.</summary>
    public static void Pause(TimeSpan moment)
    {
        var limit = Limit(moment);
        LibC.ppoll(null, 0, &limit, 0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            LibC.close(file);
        }
    }

    private static LibC.TimeSpec Limit(TimeSpan time) => new()
    {
        Seconds = time.Ticks / TimeSpan.TicksPerSecond,
        Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * 100,
    };
}
