namespace RemoteAssist.Shared.Sealing;

/// <summary>What follows from one message of an exchange.</summary>
/// <param name="Reply">To be sent to the other end, if anything.</param>
/// <param name="Agreement">There once both ends have shown that they have the same key.</param>
/// <param name="Fault">There when the exchange is over without one.</param>
/// <param name="ByOtherEnd">Whether the other end (or somebody in its name) named the fault.</param>
public sealed record ExchangeStep(
    byte[]? Reply = null, Agreement? Agreement = null, ExchangeFault? Fault = null, bool ByOtherEnd = false);

/// <summary>What both ends hold after an exchange.</summary>
/// <param name="Hello">What the other end said about itself, now authenticated.</param>
/// <param name="Keys">All keys of this connection.</param>
/// <param name="TranscriptHash">32 bytes that name this exchange; no secret.</param>
public sealed record Agreement(Wire.Hello Hello, KeySchedule Keys, byte[] TranscriptHash);
