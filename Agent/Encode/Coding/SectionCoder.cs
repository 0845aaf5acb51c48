using RemoteAssist.Agent.Encode.Photo;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Agent.Encode.Coding;

/// <summary>
/// Encodes areas into sections, several at a time where there is much to do. Areas and bytes of a section are used again
/// for the next frame: whoever wants them longer copies them.
/// </summary>
internal sealed class SectionCoder
{
    /// <summary>
    /// Pixels of a section of text and widgets: a whole screen of 1920×1080. The more of it stands in one section, the more
    /// there is to refer back to; a quarter as many take 6 % more bytes on a page that is scrolled.
    /// </summary>
    public const int MostPlain = 512 * TileGrid.Side * TileGrid.Side;

    /// <summary>Pixels of a section of photographs: by JPEG a quarter of a byte each, without loss up to two bytes.</summary>
    public const int MostPhoto = 64 * TileGrid.Side * TileGrid.Side;

    /// <summary>Pixels of a frame that count as few: at 0.2 µs each they take 0.8 ms by the codec for few pixels.</summary>
    public const int MostSmall = 4_096;

    // Below this, handing work to another thread costs more than it saves.
    private const int LeastShared = MostPhoto;

    private const int MostLanes = 4;

    private readonly CodingLane[] lanes;
    private readonly List<CodingJob> jobs = [];
    private readonly List<ScreenRect> areas = [];
    private int used;
    private int taken;
    private int pixelsOfPicture;

    /// <param name="photos">Makes what encodes photographs, one for each thread; null where there is none.</param>
    public SectionCoder(Func<IPhotoEncoder>? photos)
    {
        lanes = new CodingLane[Math.Min(MostLanes, Environment.ProcessorCount)];
        for (var i = 0; i < lanes.Length; i++)
        {
            lanes[i] = new CodingLane(photos);
        }
    }

    /// <summary>Pixels of all that was encoded for the last frame.</summary>
    public int Pixels { get; private set; }

    /// <summary>Lets go of what large frames have left behind. What was encoded last stays as it is.</summary>
    public void Tidy()
    {
        jobs.Clear();
        used = 0;
        foreach (var lane in lanes)
        {
            lane.Tidy();
        }
    }

    /// <summary>Begins a frame.</summary>
    /// <param name="picture">The picture.</param>
    public void Begin(Frame picture)
    {
        used = 0;
        Pixels = 0;
        pixelsOfPicture = picture.Width * picture.Height;
    }

    /// <summary>Small areas, written without loss by the codec that makes most of few pixels, where they have few colours.</summary>
    /// <param name="parts">In the order of their tiles, together at most <see cref="MostSmall"/> pixels.</param>
    public void AddSmall(List<ScreenRect> parts) => Add(ColoursCodec.Type, parts, MostPlain, default);

    /// <summary>Text, widgets and whatever else is no photograph, written without loss.</summary>
    /// <param name="parts">In the order of their tiles; merged and cut here.</param>
    public void AddPlain(List<ScreenRect> parts) => Add(LosslessCodec.Type, parts, MostPlain, default);

    /// <summary>Photographs, written without loss.</summary>
    /// <param name="parts">In the order of their tiles; merged and cut here.</param>
    public void AddStill(List<ScreenRect> parts) => Add(LosslessCodec.Type, parts, MostPhoto, default);

    /// <summary>Areas of one colour each.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="parts">In the order of their tiles; those that touch and have the same colour become one.</param>
    public void AddFlat(Frame picture, List<ScreenRect> parts)
    {
        areas.Clear();
        AreaMerge.AddFlat(picture, parts, areas);
        Fill(FillCodec.Type, pixelsOfPicture, default);
    }

    /// <summary>Areas to be written as photographs.</summary>
    /// <param name="parts">In the order of their tiles; merged without a pixel more, so that no text beside them suffers.</param>
    /// <param name="look">Quality and chroma.</param>
    public void AddPhotos(List<ScreenRect> parts, PhotoLook look) => Add(TileCodecs.Photo, parts, MostPhoto, look);

    /// <summary>Encodes all that was added.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="sections">Takes the sections, in the order in which they were added.</param>
    public void Run(Frame picture, List<PictureSection> sections)
    {
        var pixels = 0;
        for (var i = 0; i < used; i++)
        {
            pixels += jobs[i].Pixels;
        }

        Pixels = pixels;
        taken = 0;
        if (used > 1 && pixels > LeastShared && lanes.Length > 1)
        {
            Parallel.For(0, Math.Min(lanes.Length, used), lane => Work(lanes[lane], picture));
        }
        else
        {
            Work(lanes[0], picture);
        }

        for (var i = 0; i < used; i++)
        {
            if (jobs[i].Data.WrittenCount > FrameParts.MaxSectionBytes)
            {
                Halve(jobs[i], picture);
                continue;
            }

            sections.Add(new PictureSection.Coded(jobs[i].Codec, jobs[i].Areas, jobs[i].Data.WrittenMemory));
        }
    }

    private void Add(byte codec, List<ScreenRect> parts, int most, PhotoLook look)
    {
        if (parts.Count == 0)
        {
            return;
        }

        areas.Clear();
        areas.AddRange(parts);
        AreaMerge.Run(areas, exact: codec == TileCodecs.Photo);
        Fill(codec, most, look);
    }

    private void Fill(byte codec, int most, PhotoLook look)
    {
        // A section may not have more pixels than the picture; merged areas may overlap a little.
        most = Math.Min(most, pixelsOfPicture);
        AreaMerge.Cut(areas, most);
        CodingJob? job = null;
        foreach (var area in areas)
        {
            var pixels = area.Width * area.Height;
            if (job is null || job.Pixels + pixels > most)
            {
                job = Next(codec, look);
            }

            job.Add(area);
        }
    }

    // Noise: its halves are encoded as further sections at the end.
    private void Halve(CodingJob job, Frame picture)
    {
        areas.Clear();
        areas.AddRange(job.Areas);
        var first = used;
        Fill(job.Codec, job.Pixels / 2, job.Look);
        for (var i = first; i < used; i++)
        {
            lanes[0].Encode(jobs[i], picture);
        }
    }

    private CodingJob Next(byte codec, PhotoLook look)
    {
        if (used == jobs.Count)
        {
            jobs.Add(new CodingJob());
        }

        var job = jobs[used++];
        job.Begin(codec, look);
        return job;
    }

    private void Work(CodingLane lane, Frame picture)
    {
        for (var next = Interlocked.Increment(ref taken) - 1; next < used; next = Interlocked.Increment(ref taken) - 1)
        {
            lane.Encode(jobs[next], picture);
        }
    }
}
