using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Playwright;
using RemoteAssist.Shared.Frames;

namespace RemoteAssist.Benchmarks.Recordings;

/// <summary>The auditor's page with an open recording, and what can be timed and seen in it.</summary>
internal sealed class PlayedPage(IPage page)
{
    /// <summary>Goes to these moments, one after the other.</summary>
    /// <param name="moments">Milliseconds of the recording.</param>
    /// <returns>For each the ms from the request to the animation frame after the picture was painted.</returns>
    public async Task<IReadOnlyList<double>> Seek(IEnumerable<long> moments)
    {
        var took = await page.EvaluateAsync<JsonElement>(
            """
            async moments => {
              const stage = document.querySelector('#stage');
              const slider = document.querySelector('#position');
              const took = [];
              for (const at of moments) {
                const begun = performance.now();
                await new Promise(done => {
                  const watcher = new MutationObserver(() => {
                    if (stage.dataset.position === String(at) && stage.dataset.seeking === 'false') {
                      watcher.disconnect();
                      requestAnimationFrame(done);
                    }
                  });
                  watcher.observe(stage, { attributes: true });
                  slider.value = at;
                  slider.dispatchEvent(new Event('input'));
                });
                took.push(performance.now() - begun);
              }
              return took;
            }
            """,
            moments.ToArray());
        return [.. took.EnumerateArray().Select(ms => ms.GetDouble())];
    }

    /// <summary>How long the recording is, as the page knows it, ms.</summary>
    public async Task<long> End() => await page.EvaluateAsync<long>("() => Number(document.querySelector('#position').max)");

    /// <summary>The number of the frame that is painted.</summary>
    public async Task<uint> Frame() => uint.Parse(
        await page.GetAttributeAsync("#stage", "data-frame") ?? "0", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Whether every seal was opened once, and pictures to seek from are kept.</summary>
    public async Task<bool> IsSurveyed() =>
        (await page.TextContentAsync("#opened"))?.StartsWith("Every seal", StringComparison.Ordinal) == true;

    /// <summary>Waits up to a second until the painted picture has this hash: what a worker paints is seen elsewhere a little later.</summary>
    public async Task<bool> Shows(string hash) => await page.EvaluateAsync<bool>(
        """
        async hash => {
          const screen = document.querySelector('#screen');
          const { width, height } = screen;
          window.copied ??= new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
          for (let i = 0; i < 10; i++) {
            await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            window.copied.drawImage(screen, 0, 0);
            const digest = await crypto.subtle.digest('SHA-256', window.copied.getImageData(0, 0, width, height).data);
            const text = [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
            if (text === hash) {
              return true;
            }
            await new Promise(done => setTimeout(done, 50));
          }
          return false;
        }
        """,
        hash);

    /// <summary>The hash of a picture as the page makes it: SHA-256 over red, green, blue, 255 of each pixel, in lower-case hex.</summary>
    public static string HashOf(Frame picture)
    {
        var pixels = (byte[])picture.Pixels.Clone();
        for (var i = 0; i < pixels.Length; i += Shared.Frames.Frame.BytesPerPixel)
        {
            (pixels[i], pixels[i + 2], pixels[i + 3]) = (pixels[i + 2], pixels[i], byte.MaxValue);
        }

        return Convert.ToHexStringLower(SHA256.HashData(pixels));
    }
}
