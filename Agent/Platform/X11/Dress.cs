using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using RemoteAssist.Agent.Platform.X11.Native;

namespace RemoteAssist.Agent.Platform.X11;

/// <summary>How the windows look: our own style sheets on GTK's own theme, light or dark, as large as the desktop's text.</summary>
internal static partial class Dress
{
    // What a desktop that sets nothing has, and what one pixel in the style sheets stands for.
    private const double UsualDpi = 96;

    // Larger is not legible any better, and no screen holds it.
    private const double Largest = 3;

    private static double scale = 1;
    private static nint provider;

    /// <summary>So many pixels of the style sheets, on this desktop.</summary>
    public static int Px(int usual) => (int)Math.Round(usual * scale);

    /// <summary>Whether the desktop's programs are dark. Only true until <see cref="Put"/>.</summary>
    /// <param name="environment">GTK_THEME counts most, as it does for other programs.</param>
    public static bool DesktopIsDark(Func<string, string?> environment)
    {
        var settings = Gtk.gtk_settings_get_default();
        return environment("GTK_THEME") is { Length: > 0 } forced
            ? IsDark(forced)
            : GLib.IsSet(settings, "gtk-application-prefer-dark-theme") || IsDark(GLib.String(settings, "gtk-theme-name"));
    }

    /// <summary>Whether a theme of this name is a dark one: "Adwaita-dark", "Adwaita:dark", "Yaru-blue-dark".</summary>
    public static bool IsDark(string theme) =>
        theme.EndsWith("-dark", StringComparison.OrdinalIgnoreCase) || theme.EndsWith(":dark", StringComparison.OrdinalIgnoreCase);

    /// <summary>Dresses all windows of this process, those to come too.</summary>
    public static void Put(bool dark)
    {
        // Our own look on GTK's own theme: the windows are alike on every desktop, and buttons are where people were told.
        var settings = Gtk.gtk_settings_get_default();
        GLib.Set(settings, "gtk-theme-name", "Adwaita");
        GLib.Set(settings, "gtk-application-prefer-dark-theme", dark);
        GLib.Set(settings, "gtk-enable-animations", false);
        scale = Math.Clamp(GLib.Number(settings, "gtk-xft-dpi") / 1024.0 / UsualDpi, 1, Largest);

        if (provider == 0)
        {
            provider = Gtk.gtk_css_provider_new();
            Gtk.gtk_style_context_add_provider_for_screen(Gtk.gdk_screen_get_default(), provider, Gtk.PriorityApplication);
        }

        var sheet = Sheet(dark ? "Look.dark.css" : "Look.light.css") + Sheet("Look.css");
        if (Gtk.gtk_css_provider_load_from_data(provider, Scaled(sheet), -1, out _) == 0)
        {
            throw new InvalidOperationException("Look.css does not parse.");
        }
    }

    private static string Sheet(string name)
    {
        using var sheet = typeof(Dress).Assembly.GetManifestResourceStream($"{typeof(Dress).Namespace}.{name}")!;
        using var reader = new StreamReader(sheet, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // GTK enlarges texts in points with the desktop's, but nothing in pixels: buttons and margins would stay as they were.
    private static string Scaled(string sheet) => scale is 1
        ? sheet
        : Pixels().Replace(sheet, found => $"{(int.Parse(found.Groups["n"].ValueSpan, CultureInfo.InvariantCulture) * scale).ToString("0.##", CultureInfo.InvariantCulture)}px");

    [GeneratedRegex(@"\b(?<n>\d+)px", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pixels();
}
