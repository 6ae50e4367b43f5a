using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>Something an edge can begin or end at: a task, a group, or several of them.</summary>
/// <remarks>An edge drawn here only orders; data edges come from passing a <see cref="TaskRef{T}"/> to a task.</remarks>
public abstract class Node
{
    private protected Node()
    {
    }

    /// <summary>The tasks and groups this node is made of.</summary>
    internal virtual IEnumerable<Node> Parts => [this];

    /// <summary>The tasks an edge into this node leads to.</summary>
    internal abstract IEnumerable<TaskRef> Roots { get; }

    /// <summary>The tasks an edge out of this node comes from.</summary>
    internal abstract IEnumerable<TaskRef> Leaves { get; }

    /// <summary>Draws an edge to <paramref name="downstream"/> and returns it, so that <c>a &gt;&gt; b &gt;&gt; c</c> is a chain.</summary>
    public static Node operator >>(Node upstream, Node downstream) => upstream.Before(downstream);

    /// <summary>Draws an edge to each of <paramref name="downstream"/> and returns them as one node.</summary>
    public static Node operator >>(Node upstream, Node[] downstream) => upstream.Before(downstream);

    /// <summary>Several nodes as one: edges into it lead to each of them, edges out of it come from each.</summary>
    /// <exception cref="ArgumentException">No node is given.</exception>
    public static Node Of(params ReadOnlySpan<Node> nodes) => nodes.Length switch
    {
        0 => throw new ArgumentException("An edge was given no task or group to lead to. Name at least one.", nameof(nodes)),
        1 => nodes[0],
        _ => new NodeSet([.. nodes]),
    };

    /// <summary>Draws an edge to each of <paramref name="downstream"/>: they wait for this node. Returns them as one node.</summary>
    public Node Before(params ReadOnlySpan<Node> downstream)
    {
        Node target = Of(downstream);
        Edges.Connect(this, target);
        return target;
    }

    /// <summary>Draws an edge from each of <paramref name="upstream"/>: this node waits for them. Returns this node.</summary>
    public Node After(params ReadOnlySpan<Node> upstream)
    {
        Edges.Connect(Of(upstream), this);
        return this;
    }

    private sealed class NodeSet(ImmutableArray<Node> nodes) : Node
    {
        internal override IEnumerable<Node> Parts => nodes.SelectMany(node => node.Parts);

        internal override IEnumerable<TaskRef> Roots => nodes.SelectMany(node => node.Roots).Distinct();

        internal override IEnumerable<TaskRef> Leaves => nodes.SelectMany(node => node.Leaves).Distinct();

        public override string ToString() => $"[{string.Join(", ", nodes)}]";
    }
}
