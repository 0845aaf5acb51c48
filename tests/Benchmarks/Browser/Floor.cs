using System.Text.Json;
using Microsoft.Playwright;
using RemoteAssist.Benchmarks.Runs;

namespace RemoteAssist.Benchmarks.Browser;

/// <summary>What a browser needs for itself: a page paints the marker as our page paints a frame, once per animation frame.</summary>
internal static class Floor
{
    private const int Steps = 60;

    /// <summary>The delay of each step, ms, from just before the page asks for a paint to the pixels on the display.</summary>
    public static async Task<List<double>> Measure(IPage page, string display, TimeProvider clock)
    {
        await page.SetContentAsync("<body style='margin:0;background:#888'><canvas width=1920 height=1080 style='display:block'></canvas>");
        using var watch = new Watch(display, 0, 0, null, 2);
        var issued = await page.EvaluateAsync<JsonElement>(
            """
            async steps => {
              const context = document.querySelector('canvas').getContext('2d', { alpha: false });
              const image = context.createImageData(128, 8);
              const issued = [];
              for (let step = 1; step <= steps; step++) {
                // Not in step with the display.
                await new Promise(done => setTimeout(done, 60 + (step * 37) % 61));
                issued.push(performance.timeOrigin + performance.now());
                await new Promise(done => requestAnimationFrame(() => {
                  const bits = step | ((step ^ (step >> 4) ^ (step >> 8) ^ 10) & 15) << 12;
                  for (let i = 0; i < 128 * 8; i++) {
                    image.data.fill((bits >> ((i % 128) >> 3)) & 1 ? 255 : 0, i * 4, i * 4 + 3);
                    image.data[i * 4 + 3] = 255;
                  }
                  context.putImageData(image, 0, 0);
                  done();
                }));
              }
              return issued;
            }
            """,
            Steps);
        await Task.Delay(200);

        // The page has the wall's clock; this moment is known by both.
        var (wall, monotonic) = ((clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds, clock.GetTimestamp());
        var steps = issued.EnumerateArray()
            .Select((at, i) => new Step(i + 1, monotonic + (long)((at.GetDouble() - wall) * clock.TimestampFrequency / 1000))).ToList();
        return Delays.Of(steps, watch.Seen, clock);
    }
}
