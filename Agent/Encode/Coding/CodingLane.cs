using System.Runtime.InteropServices;
using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Coding;

/// <summary>The codecs of one thread.</summary>
/// <param name="photos">Makes what encodes photographs; null where there is none.</param>
internal sealed class CodingLane(Func<IPhotoEncoder>? photos)
{
    private ColoursCodec colours = new();
    private ITileCodec?[] codecs = ById();
    private readonly PhotoSection? photo = photos is null ? null : new PhotoSection(photos());

    /// <summary>Lets go of what large sections have left behind.</summary>
    public void Tidy()
    {
        colours = new ColoursCodec();
        codecs = ById();
    }

    /// <summary>Encodes one section.</summary>
    public void Encode(CodingJob job, Frame picture)
    {
        var areas = CollectionsMarshal.AsSpan(job.Areas);
        if (job.Codec == TileCodecs.Photo)
        {
            photo!.Encode(picture, areas, job.Look, job.Data);
            return;
        }

        if (job.Codec == ColoursCodec.Type)
        {
            if (colours.TryEncode(picture, areas, job.Data))
            {
                return;
            }

            // They are more than it can tell apart.
            job.Codec = LosslessCodec.Type;
        }

        codecs[job.Codec]!.Encode(picture, areas, job.Data);
    }

    private static ITileCodec?[] ById()
    {
        var all = TileCodecs.Make();
        var byId = new ITileCodec?[all.Max(static codec => codec.Id) + 1];
        foreach (var codec in all)
        {
            byId[codec.Id] = codec;
        }

        return byId;
    }
}
