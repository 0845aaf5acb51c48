using System.Runtime.InteropServices;
using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Platform.Jpeg;

/// <summary>JPEG by libjpeg-turbo, as Debian and most others have it.</summary>
internal sealed unsafe class JpegEncoder : IPhotoEncoder, IDisposable
{
    private readonly Handle handle = new();
    private byte[] buffer = [];

    /// <summary>Whether this computer has the library.</summary>
    public static bool IsHere => TurboJpeg.IsHere;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The library has refused.</exception>
    public ReadOnlySpan<byte> Encode(Frame frame, ScreenRect area, PhotoLook look)
    {
        var chroma = look.FullColour ? TurboJpeg.Chroma444 : TurboJpeg.Chroma420;
        var most = TurboJpeg.tjBufSize(area.Width, area.Height, chroma);
        if ((nuint)buffer.Length < most)
        {
            buffer = new byte[most];
        }

        fixed (byte* pixels = frame.Row(area.X, area.Y, area.Width))
        fixed (byte* into = buffer)
        {
            var jpeg = into;
            var length = most;
            var answer = TurboJpeg.tjCompress2(
                handle.Value, pixels, area.Width, frame.Stride, area.Height, TurboJpeg.FormatBgrx,
                &jpeg, &length, chroma, look.Quality, TurboJpeg.NoRealloc);
            if (answer != 0)
            {
                throw new InvalidOperationException($"The JPEG library refuses {area.Width}×{area.Height} pixels.");
            }

            return buffer.AsSpan(0, (int)length);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    // Given back by the finalizer too: an encoder lives as long as its thread's work, and nobody ends that in order.
    private sealed class Handle : SafeHandle
    {
        public Handle()
            : base(0, ownsHandle: true) => SetHandle(TurboJpeg.tjInitCompress());

        public nint Value => handle;

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => TurboJpeg.tjDestroy(handle) == 0;
    }
}
