import { publicExamples, seenOnly, unsearched } from '../source.ts';
import type { TokenDeclaration } from '../token-format.ts';

/** Providers of models and of machine learning. */
export const aiTokens: readonly TokenDeclaration[] = [
  [
    'anthropic-api-key',
    'Anthropic API key',
    'sk-ant-api{d2}-{b80-120} sk-ant-admin{d2}-{b80-120} sk-ant-oat{d2}-{b80-120} sk-ant-{b40-120}',
    seenOnly('Claude documentation, "Get an API key", https://platform.claude.com/docs/en/get-api-key'),
  ],
  [
    'openai-api-key',
    'OpenAI API key',
    'sk-{w20}T3BlbkFJ{w20} sk-proj-{b40-200} sk-svcacct-{b40-200} sk-admin-{b40-200} sk-None-{b40-200} sk-{w48} sess-{w40}',
    seenOnly(
      'OpenAI API reference, "Authentication", https://platform.openai.com/docs/api-reference/authentication',
    ),
  ],
  [
    'openrouter-api-key',
    'OpenRouter API key',
    'sk-or-v1-{h64} sk-or-{b40-80}',
    'OpenRouter documentation, "Secret formats", https://openrouter.ai/docs/guides/features/guardrails/secret-formats',
  ],
  ['deepseek-api-key', 'DeepSeek API key', 'sk-{h32}', unsearched],
  [
    'hugging-face-token',
    'Hugging Face token',
    'hf_{w30-60} api_org_{w30-60}',
    seenOnly(
      'Hugging Face Hub documentation, "User access tokens", https://huggingface.co/docs/hub/security-tokens',
    ),
  ],
  [
    'replicate-api-token',
    'Replicate API token',
    'r8_{w37}',
    'Replicate documentation, "API tokens", https://replicate.com/docs/topics/security/api-tokens',
  ],
  [
    'groq-api-key',
    'Groq API key',
    'gsk_{w50-60}',
    seenOnly('Groq documentation, "Quickstart", https://console.groq.com/docs/quickstart'),
  ],
  [
    'perplexity-api-key',
    'Perplexity API key',
    'pplx-{w40-64}',
    seenOnly(
      'Perplexity documentation, "API key management", https://docs.perplexity.ai/docs/admin/api-key-management',
    ),
  ],
  ['xai-api-key', 'xAI API key', 'xai-{w70-90}', publicExamples],
  [
    'langfuse-key',
    'Langfuse key',
    'sk-lf-{uuid} pk-lf-{uuid}',
    seenOnly('Langfuse documentation, "I lost my secret key", https://langfuse.com/faq/all/lost-secret-key'),
  ],
  [
    'langsmith-key',
    'LangSmith key',
    'lsv2_pt_{h32}_{h10} lsv2_sk_{h32}_{h10} ls__{h32}',
    seenOnly(
      'LangSmith documentation, "Create an account and API key", https://docs.langchain.com/langsmith/create-account-api-key',
    ),
  ],
  [
    'pinecone-api-key',
    'Pinecone API key',
    'pcsk_{w5-8}_{w50-70}',
    seenOnly(
      'Pinecone documentation, "Manage API keys", https://docs.pinecone.io/guides/projects/manage-api-keys',
    ),
  ],
  [
    'nvidia-api-key',
    'NVIDIA API key',
    'nvapi-{b60-72}',
    seenOnly(
      'NVIDIA documentation, "Authentication and API keys", https://docs.nvidia.com/nemo/retriever/latest/extraction/api-keys/',
    ),
  ],
  ['cerebras-api-key', 'Cerebras API key', 'csk-{l48}', unsearched],
  ['fireworks-ai-api-key', 'Fireworks AI API key', 'fw_{w22-26}', unsearched],
  [
    'together-ai-api-key',
    'Together AI API key',
    'tgp_v1_{b43}',
    seenOnly('https://docs.together.ai/docs/api-keys-authentication'),
  ],
  ['voyage-ai-api-key', 'Voyage AI API key', 'pa-{b43}', unsearched],
  ['jina-ai-api-key', 'Jina AI API key', 'jina_{b60}', unsearched],
  [
    'tavily-api-key',
    'Tavily API key',
    'tvly-{b30-45} tvly-dev-{b30-45}',
    'https://docs.tavily.com/api-reference/introduction',
  ],
  ['elevenlabs-api-key', 'ElevenLabs API key', 'sk_{h48}', publicExamples],
  [
    'weights-and-biases-api-key',
    'Weights & Biases API key',
    'wandb_v1_{b40-90}',
    seenOnly(
      'Weights & Biases documentation, "Why does my API key fail with must be 40 characters", https://docs.wandb.ai/support/models/articles/why-does-my-api-key-fail-with-must-be-40-characters',
    ),
  ],
  ['roboflow-key', 'Roboflow key', 'rf_{w20-28}', unsearched],
  ['stability-ai-api-key', 'Stability AI API key', 'sk-{w20}-{w20}', unsearched],
  ['friendli-token', 'Friendli token', 'flp_{w46}', unsearched],
  ['firecrawl-api-key', 'Firecrawl API key', 'fc-{h32}', unsearched],
  ['e2b-api-key', 'E2B API key', 'e2b_{h40}', unsearched],
  [
    'apify-api-token',
    'Apify API token',
    'apify_api_{w34-40}',
    seenOnly('https://docs.apify.com/platform/integrations/api'),
  ],
  ['letta-api-key', 'Letta API key', 'sk-let-{b40-100}', unsearched],
  ['composio-api-key', 'Composio API key', 'ak_{b20-40}', unsearched],
];
