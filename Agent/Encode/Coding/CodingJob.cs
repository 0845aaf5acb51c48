using System.Buffers;
using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Coding;

/// <summary>One section to be encoded; used again for the next frame.</summary>
internal sealed class CodingJob
{
    /// <summary>By which codec; another one once it is encoded, where that one could not.</summary>
    public byte Codec { get; set; }

    /// <summary>For photographs.</summary>
    public PhotoLook Look { get; private set; }

    /// <summary>Pixels of all areas.</summary>
    public int Pixels { get; private set; }

    /// <summary>What is to be encoded.</summary>
    public List<ScreenRect> Areas { get; } = [];

    /// <summary>Takes what the codec writes.</summary>
    public ArrayBufferWriter<byte> Data { get; } = new();

    /// <summary>It becomes another section.</summary>
    public void Begin(byte codec, PhotoLook look)
    {
        Codec = codec;
        Look = look;
        Pixels = 0;
        Areas.Clear();
        Data.ResetWrittenCount();
    }

    /// <summary>Takes an area more.</summary>
    public void Add(ScreenRect area)
    {
        Areas.Add(area);
        Pixels += area.Width * area.Height;
    }
}
