namespace RemoteAssist.Benchmarks.Page;

/// <summary>A long page of headings, paragraphs and code; the same letters at every run.</summary>
internal static class PageText
{
    private const int Normal = 0;
    private const int Bold = 1;

    private static readonly (double Red, double Green, double Blue)[] CodeColours =
        [(0.13, 0.13, 0.13), (0.0, 0.2, 0.7), (0.64, 0.08, 0.08), (0.0, 0.45, 0.2)];

    /// <summary>Writes the page into rows of 32-bit pixels.</summary>
    /// <param name="pixels"><see cref="Layout.PageWidth"/> × <see cref="Layout.TextHeight"/> pixels.</param>
    public static void Draw(nint pixels)
    {
        var surface = Cairo.cairo_image_surface_create_for_data(
            pixels, Cairo.Rgb24, Layout.PageWidth, Layout.TextHeight, Layout.PageWidth * 4);
        var cairo = Cairo.cairo_create(surface);
        Cairo.cairo_set_source_rgb(cairo, 1, 1, 1);
        Cairo.cairo_paint(cairo);

        var seed = 1u;
        var inBlock = 0;
        var block = 0;
        for (var y = Layout.LineHeight; y < Layout.TextHeight; y += Layout.LineHeight)
        {
            if (inBlock == 0)
            {
                // Heading, paragraph, code, and again.
                block = (block + 1) % 3;
                inBlock = block == 1 ? 2 : 6 + (int)(Prose.Next(ref seed) % 9);
            }

            inBlock--;
            if (inBlock > 0)
            {
                Line(cairo, block, y, ref seed);
            }
        }

        if (Cairo.cairo_status(cairo) is not 0 and var trouble)
        {
            throw new InvalidOperationException($"cairo could not draw the page (status {trouble}).");
        }

        Cairo.cairo_destroy(cairo);
        Cairo.cairo_surface_flush(surface);
        Cairo.cairo_surface_destroy(surface);
    }

    private static void Line(nint cairo, int block, int y, ref uint seed)
    {
        switch (block)
        {
            case 1:
                Font(cairo, "DejaVu Sans", Bold, 17);
                Cairo.cairo_set_source_rgb(cairo, 0.1, 0.1, 0.2);
                Say(cairo, 40, y, Prose.Sentence(ref seed, 6));
                break;
            case 2:
                Font(cairo, "DejaVu Sans", Normal, 13);
                Cairo.cairo_set_source_rgb(cairo, 0.13, 0.13, 0.13);
                Say(cairo, 40, y, Prose.Sentence(ref seed, 20 + (int)(Prose.Next(ref seed) % 6)));
                break;
            default:
                Cairo.cairo_set_source_rgb(cairo, 0.95, 0.95, 0.96);
                Cairo.cairo_rectangle(cairo, 40, y - 14, Layout.PageWidth - 80, Layout.LineHeight);
                Cairo.cairo_fill(cairo);
                Font(cairo, "DejaVu Sans Mono", Normal, 13);
                var x = 56 + (32 * (int)(Prose.Next(ref seed) % 4));
                for (var words = 3 + (Prose.Next(ref seed) % 9); words > 0; words--)
                {
                    var (red, green, blue) = CodeColours[Prose.Next(ref seed) % CodeColours.Length];
                    Cairo.cairo_set_source_rgb(cairo, red, green, blue);
                    var word = Prose.Words[Prose.Next(ref seed) % Prose.Words.Length];
                    Say(cairo, x, y, word);
                    x += (word.Length + 1) * 8;
                }

                break;
        }
    }

    private static void Font(nint cairo, string family, int weight, double size)
    {
        Cairo.cairo_select_font_face(cairo, family, slant: 0, weight);
        Cairo.cairo_set_font_size(cairo, size);
    }

    private static void Say(nint cairo, int x, int y, string text)
    {
        Cairo.cairo_move_to(cairo, x, y);
        Cairo.cairo_show_text(cairo, text);
    }
}
