using RemoteAssist.Shared.Receipts;

namespace RemoteAssist.Relay.Sessions;

/// <summary>Who answers for customers' data, for their receipts; section <c>Sessions:Controller</c> of the configuration.</summary>
internal sealed class ControllerOptions
{
    /// <inheritdoc cref="Controller.Jurisdiction"/>
    public string? Jurisdiction { get; set; }

    /// <inheritdoc cref="Controller.Contact"/>
    public string? Contact { get; set; }

    /// <inheritdoc cref="Controller.Address"/>
    public string? Address { get; set; }

    /// <inheritdoc cref="Controller.Email"/>
    public string? Email { get; set; }

    /// <inheritdoc cref="Controller.Phone"/>
    public string? Phone { get; set; }

    /// <inheritdoc cref="Controller.PolicyUrl"/>
    public string? PolicyUrl { get; set; }

    /// <summary>What is set; null where nothing is.</summary>
    public Controller? Named => new Controller(Or(Jurisdiction), Or(Contact), Or(Address), Or(Email), Or(Phone), Or(PolicyUrl)) is var named
        && named != Controller.Unknown ? named : null;

    private static string Or(string? set) => string.IsNullOrWhiteSpace(set) ? Controller.NotStated : set.Trim();
}
