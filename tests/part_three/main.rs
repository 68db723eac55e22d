//! What the chapters of Part III claim: one module per chapter.

mod autograd;
