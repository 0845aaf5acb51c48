using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using RemoteAssist.Tests.Support;

namespace RemoteAssist.EndToEnd.Tests;

/// <summary>
/// How a customer gets the Agent, and what stays of it: published, downloaded, unpacked, started by its name. The file here
/// still needs .NET, which is a minute quicker to make.
/// </summary>
public sealed partial class GettingItTests : IDisposable
{
    private const long MostBytes = 25_000_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("remoteassist-get-");

    [Fact]
    public async Task ACustomerDownloadsStartsTypesTenDigitsAndAnswersOneQuestion()
    {
        var published = await Publish();
        await using var stage = await Stage.Apart($"--Relay:Agent={published}");
        var program = await Download(stage.Relay);
        var home = Directory.CreateDirectory(Path.Combine(folder.FullName, "home"));
        string[] inHome = ["env", $"HOME={home.FullName}", $"XDG_CACHE_HOME={home.FullName}/cache", $"TMPDIR={home.FullName}"];

        var code = await stage.Technician.StartSession();
        await using (var agent = AgentProcess.StartDownloaded(stage.Screen, program, inHome))
        {
            await stage.Technician.WatchMarker();
            await agent.TypeCode(code);
            await agent.Allow();
            await stage.Technician.Reaches("live");
            await Until.True("a picture is painted", async () => (await stage.Technician.Painted()).Count > 0);
            Left(home).Should().BeEmpty("a crash at this point would leave it there");
            await agent.StopSharing();
            await agent.ReadGoodbye();
        }

        Left(home).Should().BeEmpty();
        (await stage.EndedLog()).EndReason.Should().Be("stoppedByCustomer");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static IEnumerable<string> Left(DirectoryInfo home) =>
        home.GetFileSystemInfos("*", SearchOption.AllDirectories).Select(left => left.FullName);

    private async Task<string> Publish()
    {
        await using var publish = ChildProcess.Start(Path.Combine(Repository.Root, "scripts", "publish.sh"), ["--quick", folder.FullName]);
        (await publish.Exit(TimeSpan.FromMinutes(6))).Should().Be(0, string.Join('\n', publish.Output));
        var program = new FileInfo(Path.Combine(folder.FullName, "Agent"));
        program.Length.Should().BeLessThanOrEqualTo(MostBytes);
        folder.GetFiles().Select(file => file.Name).Should().Equal("Agent");
        return program.FullName;
    }

    // As a browser and a person do it: the hash stands on the page, and what comes has it.
    private async Task<string> Download(RelayProcess relay)
    {
        using var http = new HttpClient { BaseAddress = relay.Address };
        var page = WebUtility.HtmlDecode(await http.GetStringAsync(new Uri("join", UriKind.Relative)));
        var link = DownloadLink().Match(page).Groups[1].Value;
        var bytes = await http.GetByteArrayAsync(new Uri(link, UriKind.Relative));
        page.Should().Contain(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        ((long)bytes.Length).Should().BeLessThanOrEqualTo(MostBytes);

        var unpacked = folder.CreateSubdirectory("unpacked").FullName;
        var file = Path.Combine(folder.FullName, "RemoteAssist.tar.gz");
        await File.WriteAllBytesAsync(file, bytes);
        await ChildProcess.Capture("tar", ["xzf", file, "-C", unpacked]);
        return Path.Combine(unpacked, "RemoteAssist");
    }

    [GeneratedRegex("id=\"download\" href=\"([^\"]+)\"")]
    private static partial Regex DownloadLink();
}
