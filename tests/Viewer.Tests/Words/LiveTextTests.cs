using System.Globalization;
using System.Text.Json;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Viewer.Words;

namespace RemoteAssist.Viewer.Tests.Words;

/// <summary>What the live page says, in each language.</summary>
public sealed class LiveTextTests
{
    [Fact]
    public void EveryTextStandsInBothLanguages() =>
        LiveText.Keys(CultureInfo.GetCultureInfo("zh-Hans")).Should().NotBeEmpty().And.Equal(LiveText.Keys());

    [Fact]
    public void EveryStateAndEveryReasonHasItsWords()
    {
        var states = Enum.GetNames<SessionState>().Select(state => $"State.{JsonNamingPolicy.CamelCase.ConvertName(state)}");
        var reasons = Enum.GetNames<EndReason>().Select(reason => $"Ended.{JsonNamingPolicy.CamelCase.ConvertName(reason)}");
        LiveText.Keys().Should().Contain(states.Concat(reasons));
    }

    [Fact]
    public void NoTextCanCloseTheScriptElementThatItStandsIn() => LiveText.ForScript().Should().NotContain("<");
}
