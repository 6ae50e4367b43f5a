using System.Collections.Immutable;

namespace Windtunnel;

/// <summary>Something an edge can begin or end at: a task, a group, or several of them.</summary>
/// <remarks>An edge drawn here only orders; data edges come from passing a <see cref="TaskRef{T}"/> to a task.</remarks>
public abstract class Node
{
    private protected Node()
    {
    }

    /// <summary>The tasks an edge into this node leads to.</summary>
    internal abstract IEnumerable<TaskRef> Roots { get; }

    /// <summary>The tasks an edge out of this node comes from.</summary>
    internal abstract IEnumerable<TaskRef> Leaves { get; }

    /// <summary>Draws an edge to <paramref name="downstream"/> and returns it, so that <c>a &gt;&gt; b &gt;&gt; c</c> is a chain.</summary>
    public static Node operator >>(Node upstream, Node downstream) => upstream.Before(downstream);

    /// <summary>Draws an edge to each of <paramref name="downstream"/> and returns them as one node.</summary>
    public static Node operator >>(Node upstream, Node[] downstream) => upstream.Before(downstream);

    /// <summary>Several nodes as one: edges into it lead to each of them, edges out of it come from each.</summary>
    public static Node Of(params ReadOnlySpan<Node> nodes) => nodes.Length == 1 ? nodes[0] : new NodeSet([.. nodes]);

    /// <summary>Draws an edge to each of <paramref name="downstream"/>: they wait for this node. Returns them as one node.</summary>
    public Node Before(params ReadOnlySpan<Node> downstream)
    {
        Node target = Of(downstream);
        TaskScope.Connect(this, target);
        return target;
    }

    /// <summary>Draws an edge from each of <paramref name="upstream"/>: this node waits for them. Returns this node.</summary>
    public Node After(params ReadOnlySpan<Node> upstream)
    {
        TaskScope.Connect(Of(upstream), this);
        return this;
    }

    private sealed class NodeSet(ImmutableArray<Node> nodes) : Node
    {
        internal override IEnumerable<TaskRef> Roots => nodes.SelectMany(node => node.Roots).Distinct();

        internal override IEnumerable<TaskRef> Leaves => nodes.SelectMany(node => node.Leaves).Distinct();
    }
}
