namespace Windtunnel.Cli.Json;

internal sealed record CatalogJson(BulletJson[] Bullets, int Shown, int Of);

internal sealed record BulletJson(string Row, string Story, string Id, string Text, string State);
