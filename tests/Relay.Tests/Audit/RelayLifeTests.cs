using Microsoft.Extensions.Hosting;
using RemoteAssist.Relay.Audit;
using RemoteAssist.Shared.Audit;

namespace RemoteAssist.Relay.Tests.Audit;

public sealed class RelayLifeTests
{
    [Fact]
    public async Task AHostThatIsStoppedFromTwoSidesSaysItOnceAndBothWaitForIt()
    {
        await using var relay = new TestRelay();
        var life = relay.Get<IEnumerable<IHostedService>>().OfType<RelayLife>().Single();
        await life.StartAsync(CancellationToken.None);

        await Task.WhenAll(life.StopAsync(CancellationToken.None), life.StopAsync(CancellationToken.None));

        (await relay.Log()).Select(entry => entry.Action).Should().Equal(AuditActions.RelayStarted, AuditActions.RelayStopped);
    }
}
