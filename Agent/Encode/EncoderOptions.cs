using RemoteAssist.Agent.Encode.Photo;

namespace RemoteAssist.Agent.Encode;

/// <summary>What an encoder is made with.</summary>
internal sealed record EncoderOptions
{
    /// <summary>Whether tiles are remembered. Only measurements do without.</summary>
    public bool Memory { get; init; } = true;

    /// <summary>Makes the platform's JPEG encoder, one for each thread; null where the platform has none, and all goes without loss.</summary>
    public Func<IPhotoEncoder>? Photos { get; init; }
}
