using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace RemoteAssist.Viewer.Tests;

/// <summary>The recording of <c>tests/Vectors/playback.json</c>, given out as the Relay gives one out.</summary>
internal sealed class FakeRecordings
{
    private static readonly JsonNode Vector = JsonNode.Parse(File.ReadAllText(PathOf("playback.json")))!;

    public static Guid Session { get; } = Guid.Parse(Vector["session"]!.GetValue<string>());

    public static string Passphrase { get; } = Vector["passphrase"]!.GetValue<string>();

    /// <summary>The auditor's key, sealed under the passphrase, as a browser keeps it.</summary>
    public static string KeyFile { get; } = Vector["keyFile"]!.ToJsonString();

    /// <summary>When the recording began.</summary>
    public static DateTimeOffset Begun { get; } = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    /// <summary>The file, for tests to change.</summary>
    public byte[] Bytes { get; set; } = Convert.FromBase64String(Vector["file"]!.GetValue<string>());

    /// <summary>How it is answered; 200 where it is there.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/audit/recordings/{id:guid}/file", (Guid id) => Answer(id, () => Results.Bytes(Bytes, "application/octet-stream", enableRangeProcessing: true)));
        routes.MapGet("/audit/recordings/{id:guid}/chunks", (Guid id) => Answer(id, () => Results.Json(new { session = id, protocolVersion = 2, chunks = Vector["chunks"] })));
    }

    private static string PathOf(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "Vectors")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("There is no tests/Vectors above the tests.");
        }

        return Path.Combine(folder.FullName, "tests", "Vectors", name);
    }

    private IResult Answer(Guid id, Func<IResult> found) =>
        Status != StatusCodes.Status200OK ? Results.StatusCode(Status) : id == Session ? found() : Results.NotFound();
}
