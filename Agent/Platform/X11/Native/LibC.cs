using System.Runtime.InteropServices;

namespace RemoteAssist.Agent.Platform.X11.Native;

/// <summary>The few functions of the C library: shared memory, waiting, the process's environment.</summary>
internal static unsafe partial class LibC
{
    public const int IpcPrivate = 0;
    public const int IpcRemove = 0;
    public const int IpcCreate = 0x200;
    public const int OwnerOnly = 0x180; // 0600
    public const int AdviceRemove = 9; // MADV_REMOVE: the pages go, and are empty when they are touched again
    public const short PollIn = 1;
    public const int EventFdNonBlocking = 0x800;
    public const int EventFdCloseOnExec = 0x80000;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int shmget(int key, nuint size, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint shmat(int id, nint address, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int shmdt(nint address);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int madvise(nint address, nuint length, int advice);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int shmctl(int id, int command, nint buffer);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int eventfd(uint start, int flags);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint read(int file, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial nint write(int file, void* buffer, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int close(int file);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int ppoll(PollFile* files, nuint count, TimeSpec* atMost, nint mask);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int unsetenv(string name);

    /// <summary>struct pollfd.</summary>
    public struct PollFile
    {
        public int File;
        public short Asked;
        public short Got;
    }

    /// <summary>struct timespec.</summary>
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
