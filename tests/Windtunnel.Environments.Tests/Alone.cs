namespace Windtunnel.Environments.Tests;

/// <summary>Tests that look at the whole machine run when no others do.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public sealed class Alone;
